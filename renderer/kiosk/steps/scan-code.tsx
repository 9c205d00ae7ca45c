import { useKiosk } from '../context.ts';
import { CodePicture } from '../pictures.tsx';
import { Device } from './device.tsx';
import type { StepProps } from './props.ts';

const TONE = { missing: 'bad', waiting: 'still', read: 'good' } as const;

export function ScanCode({ session, step }: StepProps<'scanCode'>) {
  const { texts } = useKiosk();
  const { t } = texts;
  return (
    <Device
      sessionId={session.id}
      picture={<CodePicture moving={step.phase === 'waiting'} />}
      says={step.phase === 'read' ? t('code.read', { text: step.text ?? '' }) : t(`code.${step.phase}`)}
      tone={TONE[step.phase]}
      code={step.code}
      failures={step.failures}
      fallback={t('code.fallback')}
    />
  );
}
