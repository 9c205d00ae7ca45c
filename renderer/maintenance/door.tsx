import { useCallback, useEffect, useRef, useState } from 'react';
import type { Locale } from '../../contracts/primitives.ts';
import type { ServiceLine } from '../client.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { orAborted } from '../waiting.ts';
import { BadgeEntry } from './badge-entry.tsx';
import { callService, type MaintenanceEnvironment, PATIENCE } from './calls.ts';
import { useAsking } from './hooks.ts';
import { PinPad } from './pin-pad.tsx';
import { MAINTENANCE_TEXTS } from './texts.ts';

/** The door is left alone this long before it closes, ms. */
const ALONE_MS = 30_000;
/** How long a badge is waited for, ms: as the service does. */
const BADGE_MS = 15_000;

export interface StaffDoorProps {
  service: ServiceLine;
  env: MaintenanceEnvironment;
  locale: Locale;
  /** Somebody has proven themselves: the maintenance session is open. */
  onEnter: (sessionId: string) => void;
  onClose: () => void;
}

/** One door with two ways: into maintenance by PIN or badge, and out of the kiosk by PIN. */
export function StaffDoor({ service, env, locale, onEnter, onClose }: StaffDoorProps) {
  const texts = MAINTENANCE_TEXTS[locale];
  const { t } = texts;
  const { busy, reply, ask, clear } = useAsking<{ sessionId: string } | null>();
  const [exiting, setExiting] = useState(false);
  /** Waits for a badge; null while a PIN is typed. */
  const [badge, setBadge] = useState<{ abort: AbortController; until: number } | null>(null);
  const [touched, setTouched] = useState(0);
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  // Whoever goes away has no badge to hold any more: the scanner is not left waiting.
  useEffect(() => () => badge?.abort.abort(), [badge]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every touch starts the time anew
  useEffect(() => {
    if (busy) return;
    const timer = setTimeout(onClose, ALONE_MS);
    return () => clearTimeout(timer);
  }, [busy, touched, onClose]);
  const touch = useCallback(() => setTouched((n) => n + 1), []);

  /** A session that was opened for somebody who has gone is closed again. */
  const inside = (sessionId: string) => {
    if (open.current) return onEnter(sessionId);
    void callService(service, env.delay, PATIENCE.leave, (terminal) =>
      terminal.maintenance.leave({ sessionId }),
    );
  };
  const enter = async (pin: string) => {
    const answer = await ask(() =>
      callService(service, env.delay, PATIENCE.pin, (terminal) =>
        terminal.maintenance.enter({ by: 'pin', pin }),
      ),
    );
    if (answer?.ok && answer.value !== null) inside(answer.value.sessionId);
  };
  const exit = async (pin: string) => {
    const answer = await ask(() =>
      callService(service, env.delay, PATIENCE.exit, (terminal) => terminal.shell.exit({ pin })),
    );
    if (answer?.ok) setExiting(true);
  };
  const holdBadge = async () => {
    const abort = new AbortController();
    setBadge({ abort, until: env.now() + BADGE_MS });
    const answer = await ask(() =>
      callService(service, env.delay, PATIENCE.badge, (terminal) =>
        orAborted(terminal.maintenance.enter({ by: 'badge' }, { signal: abort.signal }), abort.signal),
      ),
    );
    if (abort.signal.aborted) return clear();
    if (answer?.ok && answer.value !== null) inside(answer.value.sessionId);
  };
  const toPin = () => {
    setBadge(null);
    clear();
    touch();
  };

  const refusal = reply?.ok === false ? texts.staff(reply.code) : null;
  return (
    <Dialog
      title={t('door.title')}
      onClose={onClose}
      aside={
        <Button icon="close" onPress={onClose}>
          {t('action.close')}
        </Button>
      }
    >
      {badge === null ? (
        <PinPad
          texts={texts}
          said={exiting ? t('door.exiting') : busy ? t('door.checking') : refusal}
          refused={!exiting && refusal !== null}
          busy={busy || exiting}
          onTouch={touch}
          onEnter={(pin) => void enter(pin)}
          onExit={(pin) => void exit(pin)}
          onBadge={() => void holdBadge()}
        />
      ) : (
        <BadgeEntry
          texts={texts}
          until={badge.until}
          now={env.now}
          refusal={refusal}
          onAgain={() => void holdBadge()}
          onPin={toPin}
        />
      )}
    </Dialog>
  );
}
