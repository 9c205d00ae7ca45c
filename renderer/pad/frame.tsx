import { type ReactNode, useEffect, useState } from 'react';
import type { Stage } from '../../contracts/primitives.ts';
import { type LinkState, lastStatus } from '../client.ts';
import { useWedge } from '../scan/use-wedge.ts';
import { usePad } from './context.ts';
import { Header } from './header.tsx';
import { type Sending, useQuiet, useSending, useSettling, useSigns } from './hooks.ts';
import { type Screen, screenKey, screenOf, type WalkUp } from './screen.ts';
import { Closing } from './screens/closing.tsx';
import { Idle } from './screens/idle.tsx';
import { Rating } from './screens/rating.tsx';
import { loadTextEntry, Saved } from './screens/saved.tsx';
import { Away, NotInService } from './screens/service.tsx';
import { Scan, TypeCase } from './screens/walk-up.tsx';
import { useSessionEnd } from './use-display.ts';
import { useSessionSound } from './use-session-sound.ts';

/** Without a session and without a touch the screen is as the hall set it up again after this time, ms. */
const IDLE_MS = 60_000;

interface FrameProps {
  state: LinkState;
  /** Display settings go back to the hall's default. */
  onReset: () => void;
  painted: () => Promise<void>;
  /** The hidden corner. */
  staffCorner: ReactNode;
  /** Staff stand at their door: what a scanner types may be a badge. */
  staffAtDoor: boolean;
}

/** Header and page: chooses the page by the status and by what the citizen began without a session. */
export function Frame({ state, onReset, painted, staffCorner, staffAtDoor }: FrameProps) {
  const { texts, link, sound, display } = usePad();
  const { t } = texts;
  const [walkUp, setWalkUp] = useState<WalkUp>('none');
  const screen = screenOf(state, walkUp);
  const key = screenKey(screen);
  const settling = useSettling(key);
  const status = lastStatus(state);
  const session = state.phase === 'live' ? state.status.session : null;
  const sessionId = status?.session?.id ?? null;

  const naming = useSending();
  const leaving = useSending();
  useSessionSound(session, painted);
  useSessionEnd(sessionId, onReset);
  useQuiet(IDLE_MS, sessionId === null, () => {
    setWalkUp('none');
    naming.clear();
    onReset();
  });
  useEffect(() => {
    void painted()
      .then(loadTextEntry)
      .catch(() => undefined);
  }, [painted]);
  // A session takes the place of whatever was begun without one.
  useEffect(() => {
    if (sessionId !== null) setWalkUp('none');
  }, [sessionId]);

  const isRating = session?.state === 'rating';
  useEffect(() => {
    if (sessionId === null || !isRating) return;
    void painted().then(() => link.send((terminal) => terminal.pad.shown({ sessionId })));
  }, [sessionId, isRating, link, painted]);

  const touchable = session?.state === 'rating' || session?.state === 'saved';
  useSigns(touchable, () => {
    if (sessionId !== null) void link.send((terminal) => terminal.pad.touch({ sessionId }));
  });

  const begin = (how: WalkUp) => {
    naming.clear();
    setWalkUp(how);
    if (how === 'scan') sound.speak('scan-receipt', display.locale);
    if (how === 'type') sound.speak('enter-case', display.locale);
  };
  const submit = (source: 'scanned' | 'typed', text: string, stage: Stage) =>
    void naming.send((terminal) => terminal.pad.walkUp({ source, text, stage }));
  useWedge((text) => {
    if (staffAtDoor) void link.send((terminal) => terminal.devices.wedge({ text }));
    else if (screen.name === 'idle' || screen.name === 'scan' || screen.name === 'type')
      submit('scanned', text, 1);
  });

  /** Ends the session, and only then goes on: a session that is not over would hide the next page. */
  const leave = async (then: WalkUp) => {
    if (sessionId === null) return;
    const answer = await leaving.send((terminal) => terminal.pad.finish({ sessionId }));
    if (answer?.ok && then !== 'none') begin(then);
  };

  return (
    <div className="pad" data-screen={screen.name}>
      {staffCorner}
      <Header status={status} bare={screen.name === 'idle'} close={closeOf()} />
      <main className="page" data-settling={settling || undefined}>
        <Page
          key={key}
          screen={screen}
          naming={naming}
          onWalkUp={begin}
          onSubmit={submit}
          onLeave={(then) => void leave(then)}
        />
      </main>
    </div>
  );

  function closeOf() {
    if (screen.name === 'scan' || screen.name === 'type')
      return { label: t('action.close'), onPress: () => setWalkUp('none') };
    if (!('session' in screen)) return null;
    const declines = screen.name === 'rating' || screen.name === 'undone';
    return {
      label: declines ? t('action.decline') : t('action.close'),
      onPress: () => void leave('none'),
    };
  }
}

interface PageProps {
  screen: Screen;
  naming: Sending;
  onWalkUp: (how: WalkUp) => void;
  onSubmit: (source: 'scanned' | 'typed', text: string, stage: Stage) => void;
  onLeave: (then: WalkUp) => void;
}

function Page({ screen, naming, onWalkUp, onSubmit, onLeave }: PageProps) {
  switch (screen.name) {
    case 'connecting':
    case 'recovering':
      return <Away lost={screen.name === 'recovering'} />;
    case 'awaitingHall':
    case 'notEnrolled':
    case 'revoked':
      return <NotInService why={screen.name} status={screen.status} />;
    case 'idle':
      return <Idle status={screen.status} reference={screen.reference} naming={naming} onWalkUp={onWalkUp} />;
    case 'scan':
      return (
        <Scan
          status={screen.status}
          sending={naming}
          onSubmit={onSubmit}
          onType={() => onWalkUp('type')}
          onHome={() => onWalkUp('none')}
        />
      );
    case 'type':
      return <TypeCase sending={naming} onSubmit={onSubmit} />;
    case 'rating':
    case 'undone':
      return <Rating session={screen.session} reference={screen.status.reference} />;
    case 'saved':
      return screen.session.rating === null ? null : (
        <Saved status={screen.status} session={screen.session} rating={screen.session.rating} />
      );
    default:
      return (
        <Closing state={screen.name} status={screen.status} session={screen.session} onLeave={onLeave} />
      );
  }
}
