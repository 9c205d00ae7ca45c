import { useSending } from '../sending.ts';
import { TypedIdentity } from '../typed-identity.tsx';
import type { StepProps } from './props.ts';

export function ManualId({ session, step }: StepProps<'manualId'>) {
  const { send } = useSending();
  return (
    <TypedIdentity
      code={step.code}
      onDone={(name, number) =>
        void send((terminal) => terminal.kiosk.typeId({ sessionId: session.id, name, number }))
      }
    />
  );
}
