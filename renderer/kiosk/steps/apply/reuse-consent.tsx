import { useState } from 'react';
import { Switch } from '../../../design/button.tsx';
import { useKiosk } from '../../context.ts';
import { useApplyTexts } from './texts.ts';

/** Whether the hall may offer this step's pages again in later applications. */
export function ReuseConsent({ sessionId, allowed }: { sessionId: string; allowed: boolean }) {
  const t = useApplyTexts();
  const { link } = useKiosk();
  // Shown at the tap; the service's word follows within a frame or two.
  const [tapped, setTapped] = useState<boolean | null>(null);
  return (
    <Switch
      checked={tapped ?? allowed}
      onChange={(allow) => {
        setTapped(allow);
        // Each tap goes out, and the last one counts: none is lost because an earlier one is under way.
        void link
          .send((terminal) => terminal.kiosk.allowReuse({ sessionId, allow }))
          .finally(() => setTapped((now) => (now === allow ? null : now)));
      }}
    >
      {t('reuse.allow')}
    </Switch>
  );
}
