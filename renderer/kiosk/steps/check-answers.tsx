import { Button } from '../../design/button.tsx';
import { useKiosk } from '../context.ts';
import { useSending } from '../sending.ts';
import type { StepProps } from './props.ts';

/** Everything that was answered, each with a way back to it. */
export function CheckAnswers({ session, step }: StepProps<'checkAnswers'>) {
  const { texts } = useKiosk();
  const { t, say } = texts;
  const { busy, send } = useSending();
  return (
    <dl className="answers">
      {step.rows.map((row) => (
        <div key={`${row.stepId}.${row.fieldId}`} className="answers__row">
          <dt className="quiet">{say(row.label)}</dt>
          <dd>{say(row.value)}</dd>
          <dd className="answers__change">
            {row.canChange && (
              <Button
                icon="pencil"
                label={t('check.changeOf', { label: say(row.label) })}
                disabled={busy}
                onPress={() =>
                  void send((terminal) =>
                    terminal.kiosk.change({
                      sessionId: session.id,
                      stepId: row.stepId,
                      fieldId: row.fieldId,
                    }),
                  )
                }
              >
                {t('check.change')}
              </Button>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
