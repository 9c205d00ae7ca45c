import type { VisitView } from '../../contracts/kiosk.ts';
import { secondsOf, useTimeLeft } from '../countdown.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useKiosk } from './context.ts';
import { isKept, KeptNote } from './steps/apply/draft.tsx';

interface EndingProps {
  visit: VisitView;
  ending: NonNullable<VisitView['ending']>;
  onStay: () => void;
  onFinish: () => void;
}

/** The visit is about to end by itself: one touch keeps it. */
export function Ending({ visit, ending, onStay, onFinish }: EndingProps) {
  const { texts, receivedAt, now } = useKiosk();
  const { t } = texts;
  const n = secondsOf(useTimeLeft(ending.leftMs, receivedAt, now));
  const isIdle = ending.why === 'idle';
  return (
    <Dialog title={isIdle ? t('ending.idle') : t('ending.card')} onClose={onStay}>
      <p role="timer">{isIdle ? t('ending.idleBody', { n }) : t('ending.cardBody', { n })}</p>
      <KeptNote visit={visit} />
      <div className="page-foot">
        <Button size="main" onPress={onFinish}>
          {t('ending.leave')}
        </Button>
        <Button size="main" kind="primary" onPress={onStay} first>
          {t('ending.stay')}
        </Button>
      </div>
    </Dialog>
  );
}

interface LeavingProps {
  visit: VisitView;
  onFinish: () => void;
  onHome: () => void;
  onStay: () => void;
}

/** The citizen wants to end in the middle of something. */
export function Leaving({ visit, onFinish, onHome, onStay }: LeavingProps) {
  const { t } = useKiosk().texts;
  return (
    <Dialog title={t('leave.title')} onClose={onStay}>
      {isKept(visit) ? <KeptNote visit={visit} /> : <p>{t('leave.body')}</p>}
      <div className="page-foot">
        <Button size="main" onPress={onFinish}>
          {t('leave.yes')}
        </Button>
        <Button size="main" onPress={onHome}>
          {t('leave.home')}
        </Button>
        <Button size="main" kind="primary" onPress={onStay}>
          {t('leave.no')}
        </Button>
      </div>
    </Dialog>
  );
}
