import { useState } from 'react';
import type { Reference } from '../../../contracts/reference.ts';
import type { PadStatus } from '../../../contracts/terminal.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Icon } from '../../design/icon.tsx';
import { usePad } from '../context.ts';
import type { Sending } from '../hooks.ts';
import { outOfOrder, type WalkUp } from '../screen.ts';
import { StaffCard } from '../staff-card.tsx';
import { Title } from '../title.tsx';
import { Slides } from './slides.tsx';

interface IdleProps {
  status: PadStatus;
  reference: Reference;
  /** A receipt scanned from here. */
  naming: Sending;
  onWalkUp: (how: WalkUp) => void;
}

/** Notices that fit beside the slides. */
const NOTICES_SHOWN = 2;

/** Nobody rates: who serves at which window, slides, notices, and the two ways to rate without a request. */
export function Idle({ status, reference, naming, onWalkUp }: IdleProps) {
  const { texts, display } = usePad();
  const { t } = texts;
  const staff = reference.staff.find((s) => s.id === reference.staffOnDuty) ?? null;
  return (
    <div className="idle">
      <div className="idle__window">
        <Title>{t('window.no', { no: reference.window.no })}</Title>
        <p className="idle__department clamp-1">{texts.name(reference.window.name)}</p>
      </div>
      <div className="idle__staff">
        {staff === null ? <p className="quiet">{t('staff.none')}</p> : <StaffCard staff={staff} />}
      </div>
      {!display.elder && reference.notices.length > 0 && <Notices notices={reference.notices} />}
      {!display.elder && reference.slides.length > 0 && <Slides slides={reference.slides} />}
      {outOfOrder(status) ? <OutOfOrder /> : <Ways naming={naming} onWalkUp={onWalkUp} />}
      <StaffLine status={status} />
    </div>
  );
}

function Ways({ naming, onWalkUp }: Pick<IdleProps, 'naming' | 'onWalkUp'>) {
  const { texts } = usePad();
  const { t } = texts;
  return (
    <section className="ways" aria-label={t('action.rate')}>
      <div className="ways__invite">
        {naming.refusal === null ? (
          <h2>{naming.busy ? t('scan.checking') : t('idle.walkUp')}</h2>
        ) : (
          <p className="refusal" role="alert">
            {texts.error(naming.refusal)}
          </p>
        )}
      </div>
      <div className="ways__buttons">
        <Button size="main" kind="primary" icon="scan" onPress={() => onWalkUp('scan')}>
          {t('action.scan')}
        </Button>
        <Button size="main" icon="keyboard" onPress={() => onWalkUp('type')}>
          {t('action.type')}
        </Button>
      </div>
    </section>
  );
}

function OutOfOrder() {
  const { t } = usePad().texts;
  return (
    <section className="out" role="alert">
      <Icon name="alert" />
      <div>
        <h2>{t('idle.out')}</h2>
        <p>{t('idle.outNext')}</p>
      </div>
    </section>
  );
}

function Notices({ notices }: { notices: Reference['notices'] }) {
  const { texts } = usePad();
  const [open, setOpen] = useState<string | null>(null);
  const notice = notices.find((n) => n.id === open);
  return (
    <section className="notices">
      <h2 className="notices__title">{texts.t('idle.notices')}</h2>
      <ul>
        {notices.slice(0, NOTICES_SHOWN).map((n) => (
          <li key={n.id}>
            <button type="button" className="notices__item" onClick={() => setOpen(n.id)}>
              <span>{texts.name(n.title)}</span>
            </button>
          </li>
        ))}
      </ul>
      {notice !== undefined && (
        <Dialog
          title={texts.name(notice.title)}
          onClose={() => setOpen(null)}
          aside={
            <Button icon="close" onPress={() => setOpen(null)}>
              {texts.t('action.close')}
            </Button>
          }
        >
          <p className="notices__body">{texts.name(notice.body)}</p>
        </Dialog>
      )}
    </section>
  );
}

/** For staff, quietly: which terminal, is the hub reached, how many ratings (评价) wait. */
function StaffLine({ status }: { status: PadStatus }) {
  const { t } = usePad().texts;
  const { ready, dead } = status.queue;
  return (
    <p className="staff-line">
      <span className="staff-line__dot" data-online={status.online || undefined} />
      <span>{status.terminalId}</span>
      <span>{status.online ? t('idle.online') : t('idle.offline')}</span>
      {ready > 0 && <span>{t('idle.waiting', { n: ready })}</span>}
      {dead > 0 && <span>{t('idle.stuck', { n: dead })}</span>}
    </p>
  );
}
