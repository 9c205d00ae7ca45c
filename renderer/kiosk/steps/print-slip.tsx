import { Button } from '../../design/button.tsx';
import { SlipPreview } from '../../slip/index.tsx';
import { useKiosk } from '../context.ts';
import { useSending } from '../sending.ts';
import type { StepProps } from './props.ts';

/** The slip as it comes out, to be read on the screen too: without a printer it can be photographed. */
export function PrintSlip({ session, step }: StepProps<'printSlip'>) {
  const { texts } = useKiosk();
  const { t } = texts;
  const { busy, send } = useSending();
  return (
    <div className="print">
      <p role="status" className="print__says">
        {t(`print.${step.phase}`)}
      </p>
      {step.code !== null && (
        <p className="refusal" role="alert">
          {texts.error(step.code)}
        </p>
      )}
      <div className="print__slip">
        <SlipPreview slip={step.slip} />
      </div>
      {(step.phase === 'failed' || step.phase === 'missing') && (
        <Button
          size="main"
          icon="undo"
          disabled={busy}
          onPress={() => void send((terminal) => terminal.kiosk.again({ sessionId: session.id }))}
        >
          {t('print.again')}
        </Button>
      )}
    </div>
  );
}
