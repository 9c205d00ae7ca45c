import type { KioskStatus, VisitView } from '../../contracts/kiosk.ts';
import { useKiosk } from './context.ts';
import { Ending } from './ending.tsx';
import { Guide } from './guide.tsx';
import { Home } from './home.tsx';
import { RoomFrame } from './rooms/rooms.tsx';
import { useSending } from './sending.ts';
import { SignIn } from './sign-in.tsx';
import { useSigns } from './use-signs.ts';

interface VisitProps {
  status: KioskStatus;
  visit: VisitView;
}

/** The page of whoever is there, and the question whether they still are. */
export function Visit({ status, visit }: VisitProps) {
  const { link } = useKiosk();
  const visitId = visit.id;
  useSigns(visitId);
  return (
    <>
      <Place status={status} visit={visit} />
      {visit.ending !== null && (
        <Ending
          visit={visit}
          ending={visit.ending}
          onStay={() => void link.send((terminal) => terminal.kiosk.touch({ visitId }))}
          onFinish={() => void link.send((terminal) => terminal.kiosk.finish({ visitId }))}
        />
      )}
    </>
  );
}

function Place({ status, visit }: VisitProps) {
  const { texts } = useKiosk();
  const { send, refusal } = useSending();
  const visitId = visit.id;
  const { place } = visit;
  switch (place.kind) {
    case 'home':
      return <Home status={status} visit={visit} />;
    case 'signIn':
      return <SignIn visitId={visitId} place={place} />;
    case 'flow':
      return <Guide session={place.session} visitId={visitId} />;
    case 'room':
      return (
        <div className="room">
          {refusal !== null && (
            <p className="refusal" role="alert">
              {texts.error(refusal)}
            </p>
          )}
          <RoomFrame
            room={place.room}
            visitId={visitId}
            identity={visit.identity}
            onHome={() => void send((terminal) => terminal.kiosk.home({ visitId }))}
            onSignIn={() => void send((terminal) => terminal.kiosk.signIn({ visitId }))}
            onFlow={(flowId) => void send((terminal) => terminal.kiosk.start({ visitId, flowId }))}
          />
        </div>
      );
  }
}
