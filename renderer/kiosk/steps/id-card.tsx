import { useKiosk } from '../context.ts';
import { CardPicture } from '../pictures.tsx';
import { Device } from './device.tsx';
import type { StepProps } from './props.ts';

const TONE = { missing: 'bad', waiting: 'still', reading: 'busy', takeAway: 'still', read: 'good' } as const;

export function IdCardStep({ session, step }: StepProps<'idCard'>) {
  const { texts } = useKiosk();
  const { t } = texts;
  return (
    <Device
      sessionId={session.id}
      picture={<CardPicture moving={step.phase === 'waiting'} />}
      says={t(`idCard.${step.phase}`)}
      tone={TONE[step.phase]}
      code={step.code}
      failures={step.failures}
      fallback={t('idCard.fallback')}
    >
      {step.person !== null && (
        <p className="device__person">
          <strong>{step.person.name}</strong> <span>{step.person.number}</span>
        </p>
      )}
    </Device>
  );
}
