import { useState } from 'react';
import type { KioskStatus, VisitView } from '../../contracts/kiosk.ts';
import { Button, Switch } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useKiosk } from './context.ts';
import { Leaving } from './ending.tsx';
import { Help } from './help.tsx';
import { useSending } from './sending.ts';

/** Help, display settings and the way out: within reach on every page, always at the same place. */
export function KioskBar({ status, page }: { status: KioskStatus; page: string }) {
  const { texts, display, changeDisplay } = useKiosk();
  const { t } = texts;
  const [open, setOpen] = useState<'help' | 'display' | null>(null);
  const close = () => setOpen(null);
  const { visit } = status;
  // What is about to end asks for itself; no two dialogs at once.
  const shown = visit?.ending == null ? open : null;
  return (
    <nav className="bar" aria-label={t('display.settings')}>
      <Button icon="question" onPress={() => setOpen('help')}>
        {t('help.open')}
      </Button>
      <Button setting="elder" onPress={() => changeDisplay({ elder: !display.elder })}>
        {display.elder ? t('display.standard') : t('display.elder')}
      </Button>
      <Button
        setting="locale"
        onPress={() => changeDisplay({ locale: texts.locale === 'en' ? 'zh-CN' : 'en' })}
      >
        <span lang={texts.locale === 'en' ? 'zh-CN' : 'en'}>{t('display.language')}</span>
      </Button>
      <Button onPress={() => setOpen('display')}>{t('display.settings')}</Button>
      {visit !== null && <Out key={visit.id} visit={visit} />}
      {shown === 'help' && <Help status={status} page={page} onClose={close} />}
      {shown === 'display' && <DisplayDialog onClose={close} />}
    </nav>
  );
}

/** Ends the visit; in the middle of something it asks before. */
function Out({ visit }: { visit: VisitView }) {
  const { t } = useKiosk().texts;
  const { busy, send } = useSending();
  const [asking, setAsking] = useState(false);
  const visitId = visit.id;
  const { kind } = visit.place;
  const isInMidst =
    kind === 'room' || (visit.place.kind === 'flow' && visit.place.session.step.type !== 'done');
  const finish = () => void send((terminal) => terminal.kiosk.finish({ visitId }));
  const home = () => {
    setAsking(false);
    void send((terminal) => terminal.kiosk.home({ visitId }));
  };
  return (
    <>
      <span className="bar__out">
        <Button icon="close" disabled={busy} onPress={isInMidst ? () => setAsking(true) : finish}>
          {t('guide.leave')}
        </Button>
      </span>
      {asking && isInMidst && visit.ending === null && (
        <Leaving visit={visit} onFinish={finish} onHome={home} onStay={() => setAsking(false)} />
      )}
    </>
  );
}

function DisplayDialog({ onClose }: { onClose: () => void }) {
  const { texts, display, changeDisplay } = useKiosk();
  const { t } = texts;
  return (
    <Dialog title={t('display.settings')} onClose={onClose}>
      <div className="settings">
        <Switch checked={display.contrast} onChange={(contrast) => changeDisplay({ contrast })}>
          {t('display.contrast')}
        </Switch>
        <p className="quiet">{t('display.contrastHint')}</p>
        <div className="settings__low">
          <Switch checked={display.low} onChange={(low) => changeDisplay({ low })}>
            {t('display.low')}
          </Switch>
          <p className="quiet">{t('display.lowHint')}</p>
        </div>
      </div>
      <div className="settings">
        <Switch checked={display.audio} onChange={(audio) => changeDisplay({ audio })}>
          {t('display.audio')}
        </Switch>
        <p className="quiet">{t('display.audioHint')}</p>
      </div>
      <div className="page-foot">
        <span />
        <Button size="main" kind="primary" onPress={onClose} first>
          {t('display.done')}
        </Button>
      </div>
    </Dialog>
  );
}
