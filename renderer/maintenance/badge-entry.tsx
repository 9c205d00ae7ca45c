import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { useTicking } from './hooks.ts';
import type { MaintenanceTexts } from './texts.ts';

const TICK_MS = 250;

interface BadgeEntryProps {
  texts: MaintenanceTexts;
  /** When the wait ends, ms of `now`. */
  until: number;
  now: () => number;
  /** Why the last badge did not open the door; null while one is waited for. */
  refusal: string | null;
  onAgain: () => void;
  onPin: () => void;
}

/** The badge (工牌) that is held to the scanner, with the time that is left for it. */
export function BadgeEntry({ texts, until, now, refusal, onAgain, onPin }: BadgeEntryProps) {
  const { t } = texts;
  const left = Math.max(0, until - useTicking(now, TICK_MS));
  return (
    <div className="door-badge">
      <span className="door-badge__sign">
        <Icon name="scan" />
      </span>
      <div className="door-badge__words">
        <p className={refusal === null ? 'door-badge__hold' : 'refusal'} role="status">
          {refusal ?? t('door.badgeHold')}
        </p>
        {refusal === null && <p className="quiet">{t('door.badgeLeft', { n: Math.ceil(left / 1_000) })}</p>}
      </div>
      <div className="m-dialog__keys">
        <Button size="main" onPress={onPin}>
          {t('door.usePin')}
        </Button>
        {refusal !== null && (
          <Button size="main" kind="primary" onPress={onAgain}>
            {t('door.badgeAgain')}
          </Button>
        )}
      </div>
    </div>
  );
}
