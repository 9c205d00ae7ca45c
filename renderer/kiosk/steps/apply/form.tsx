import { useKiosk } from '../../context.ts';
import { useSending } from '../../sending.ts';
import type { StepProps } from '../props.ts';
import { Fields } from './fields.tsx';
import { useApplyTexts } from './texts.ts';

/** What the enterprise register (企业登记库) says; typing goes on meanwhile, and where it says nothing. */
function RegisterNote({ register }: { register: NonNullable<StepProps<'form'>['step']['register']> }) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  const { state, code, simulated } = register;
  return (
    <p className="form__register" role="status" data-state={state}>
      {state === 'silent' && code !== null
        ? texts.error(code === 'hub.unreachable' ? 'enterprise.registerAway' : code)
        : t(`register.${state === 'asking' ? 'asking' : 'filled'}`)}
      {simulated && ` ${t('register.simulated')}`}
    </p>
  );
}

/** A form, a few fields a page; what is typed is with the service at every key. */
export function FormStep({ session, step }: StepProps<'form'>) {
  const { link } = useKiosk();
  const t = useApplyTexts();
  const { send } = useSending();
  const sessionId = session.id;
  return (
    <>
      {step.page.of > 1 && <p className="quiet">{t('form.page', step.page)}</p>}
      {step.register !== null && <RegisterNote register={step.register} />}
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
