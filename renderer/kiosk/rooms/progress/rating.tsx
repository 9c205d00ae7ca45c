import { useMemo, useState } from 'react';
import type { PadStatus, Session } from '../../../../contracts/terminal.ts';
import type { Answer } from '../../../client.ts';
import { Button } from '../../../design/button.tsx';
import { TEXTS } from '../../../i18n.ts';
import { type Pad, PadContext, type PadSound } from '../../../pad/context.ts';
import { useSigns } from '../../../pad/hooks.ts';
import type { WalkUp } from '../../../pad/screen.ts';
import { Closing } from '../../../pad/screens/closing.tsx';
import { Rating } from '../../../pad/screens/rating.tsx';
import { Saved } from '../../../pad/screens/saved.tsx';
import '../../../pad/screens/rating.css';
import '../../../pad/screens/saved.css';
import { useKiosk } from '../../context.ts';
import { AttachedRow } from './attached.tsx';
import { useTexts } from './texts.ts';
import type { RatingState } from './use-rating.ts';

/** The kiosk speaks no prompts of a rating. */
const SILENT: PadSound = { chime: () => undefined, speak: () => undefined, setVolume: () => undefined };

interface RatingPageProps {
  visitId: string;
  rating: RatingState;
  session: Session;
  /** The session is over by the citizen's wish; `again`: another number. */
  onEnd: (again: boolean) => void;
}

/** The pad's own pages of a rating, over the kiosk's session. */
export function RatingPage({ visitId, rating: { status, receivedAt }, session, onEnd }: RatingPageProps) {
  const kiosk = useKiosk();
  const { link, display, changeDisplay, pictures, now, announce } = kiosk;
  const [attachedFault, setAttachedFault] = useState<string | null>(null);
  const pad: Pad = useMemo(
    () => ({
      link,
      calls: ({ rooms: { progress } }) => ({
        rate: (input) => progress.rate.rate({ visitId, ...input }),
        undo: (input) => progress.rate.undo({ visitId, ...input }),
        detail: (input) => progress.rate.detail({ visitId, ...input }),
        async finish(input): Promise<Answer> {
          const answer = await progress.rate.finish({ visitId, ...input });
          setAttachedFault(answer.ok ? null : answer.code);
          return answer;
        },
      }),
      texts: TEXTS[display.locale],
      display: { locale: display.locale, elder: display.elder, volume: 0 },
      changeDisplay: ({ locale, elder }) =>
        changeDisplay({ ...(locale !== undefined && { locale }), ...(elder !== undefined && { elder }) }),
      pictures,
      sound: SILENT,
      now,
      wallNow: () => new Date(),
      receivedAt,
      announce,
    }),
    [link, display, changeDisplay, pictures, now, announce, receivedAt, visitId],
  );
  const end = async (then: WalkUp) => {
    const sessionId = session.id;
    const answer = await link.send((terminal) => terminal.rooms.progress.rate.finish({ visitId, sessionId }));
    if (answer.ok) onEnd(then !== 'none');
  };
  return (
    <PadContext value={pad}>
      <div className="progress__rating" data-state={session.state} key={session.id}>
        <Signs visitId={visitId} sessionId={session.id} />
        <Page status={status} session={session} onLeave={(then) => void end(then)} />
        {session.state === 'saved' && (
          <AttachedRow visitId={visitId} sessionId={session.id} fault={attachedFault} />
        )}
        {session.state !== 'saved' && session.state !== 'thanks' && (
          <Leave declines={canRate(session)} onPress={() => void end('none')} />
        )}
      </div>
    </PadContext>
  );
}

const canRate = ({ state }: Session): boolean => state === 'rating' || state === 'undone';

function Page(props: { status: PadStatus; session: Session; onLeave: (then: WalkUp) => void }) {
  const { status, session, onLeave } = props;
  switch (session.state) {
    case 'rating':
    case 'undone':
      return <Rating key={session.state} session={session} reference={status.reference} />;
    case 'saved':
      return session.rating === null ? null : (
        <Saved status={status} session={session} rating={session.rating} />
      );
    default:
      return <Closing state={session.state} status={status} session={session} onLeave={onLeave} />;
  }
}

/** The way out, at the place where every page has it. */
function Leave({ declines, onPress }: { declines: boolean; onPress: () => void }) {
  const { t } = useTexts();
  return (
    <div className="guide__foot">
      <Button size="main" icon="back" onPress={onPress}>
        {t(declines ? 'rating.decline' : 'rating.back')}
      </Button>
    </div>
  );
}

/** Whoever touches the screen is still at their rating. */
function Signs({ visitId, sessionId }: { visitId: string; sessionId: string }) {
  const { link } = useKiosk();
  useSigns(
    true,
    () => void link.send((terminal) => terminal.rooms.progress.rate.touch({ visitId, sessionId })),
  );
  return null;
}
