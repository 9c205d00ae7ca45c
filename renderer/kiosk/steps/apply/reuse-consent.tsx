import { useState } from 'react';
import { Switch } from '../../../design/button.tsx';
import { useSending } from '../../sending.ts';
import { useApplyTexts } from './texts.ts';

/** Whether the hall may offer this step's pages again in later applications. */
export function ReuseConsent({ sessionId, allowed }: { sessionId: string; allowed: boolean }) {
  const t = useApplyTexts();
  const { send } = useSending();
  // Shown at the tap; the service's word follows within a frame or two.
  const [tapped, setTapped] = useState<boolean | null>(null);
  return (
    <Switch
      checked={tapped ?? allowed}
      onChange={(allow) => {
        setTapped(allow);
        void send((terminal) => terminal.kiosk.allowReuse({ sessionId, allow })).finally(() =>
          setTapped(null),
        );
      }}
    >
      {t('reuse.allow')}
    </Switch>
  );
}
