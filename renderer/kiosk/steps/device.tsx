import type { ReactNode } from 'react';
import { Button } from '../../design/button.tsx';
import { useKiosk } from '../context.ts';
import { useSending } from '../sending.ts';

interface DeviceProps {
  sessionId: string;
  picture: ReactNode;
  /** What the device does just now. */
  says: string;
  /** `still` waiting · `busy` at work · `good` it has read · `bad` it cannot. */
  tone: 'still' | 'busy' | 'good' | 'bad';
  /** Why it did not work; code of `errors.ts`. */
  code: string | null;
  failures: number;
  fallback: string;
  children?: ReactNode;
}

/** From this failure on the other way stands out. */
const INSIST_FROM = 2;

/** A step at a device: where to put what, what the device says, and the other way when it does not work. */
export function Device({ sessionId, picture, says, tone, code, failures, fallback, children }: DeviceProps) {
  const { texts } = useKiosk();
  const { busy, send } = useSending();
  const insists = failures >= INSIST_FROM || tone === 'bad';
  return (
    <div className="device" data-tone={tone}>
      <div className="device__picture">{picture}</div>
      <p className="device__says" role="status">
        {says}
      </p>
      {code !== null && (
        <p className="device__code refusal" role="alert">
          {texts.error(code)}
        </p>
      )}
      {children}
      {tone !== 'good' && (
        <Button
          {...(insists ? { size: 'main' as const } : { kind: 'bare' as const })}
          icon="elsewhere"
          disabled={busy}
          onPress={() => void send((terminal) => terminal.kiosk.fallback({ sessionId }))}
        >
          {fallback}
        </Button>
      )}
    </div>
  );
}
