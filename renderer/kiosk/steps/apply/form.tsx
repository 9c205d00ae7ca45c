import { useKiosk } from '../../context.ts';
import { useSending } from '../../sending.ts';
import type { StepProps } from '../props.ts';
import { Fields } from './fields.tsx';
import { useApplyTexts } from './texts.ts';

/** A form, a few fields a page; what is typed is with the service at every key. */
export function FormStep({ session, step }: StepProps<'form'>) {
  const { link } = useKiosk();
  const t = useApplyTexts();
  const { send } = useSending();
  const sessionId = session.id;
  return (
    <>
      {step.page.of > 1 && <p className="quiet">{t('form.page', step.page)}</p>}
      <Fields
        key={step.page.at}
        fields={step.fields}
        onType={(id, value) =>
          void link.send((terminal) => terminal.kiosk.fillForm({ sessionId, values: { [id]: value } }))
        }
        onDone={() => void send((terminal) => terminal.kiosk.next({ sessionId }))}
      />
    </>
  );
}
