import { useState } from 'react';
import type { KioskStatus } from '../../contracts/kiosk.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useAsk } from './ask.ts';
import { useKiosk } from './context.ts';
import { howOf } from './how.ts';

interface HelpProps {
  status: KioskStatus;
  /** Which page is on the screen. */
  page: string;
  onClose: () => void;
}

/** How the page on the screen is used (使用指导), and the call for staff. */
export function Help({ status, page, onClose }: HelpProps) {
  const { t } = useKiosk().texts;
  const ask = useAsk();
  const [call, setCall] = useState<'none' | 'asking' | 'called' | 'failed'>('none');
  const callStaff = () => {
    setCall('asking');
    void ask((terminal) => terminal.kiosk.help()).then((reply) => setCall(reply.ok ? 'called' : 'failed'));
  };
  const phone = status.hall?.phone ?? '';
  return (
    <Dialog
      title={t('help.title')}
      onClose={onClose}
      aside={
        <Button icon="close" onPress={onClose}>
          {t('help.close')}
        </Button>
      }
    >
      <section className="help">
        <h3>{t('help.how')}</h3>
        <p>{t(howOf(page))}</p>
        <p role="status" className="help__said">
          {call === 'called' && t('help.called')}
          {call === 'failed' && (phone === '' ? t('help.failed') : t('help.failedPhone', { phone }))}
        </p>
      </section>
      <div className="page-foot">
        <span />
        <Button
          size="main"
          kind="primary"
          icon="person"
          disabled={call === 'asking' || call === 'called'}
          onPress={callStaff}
        >
          {t('help.call')}
        </Button>
      </div>
    </Dialog>
  );
}
