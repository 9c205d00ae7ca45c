import { useEffect, useState } from 'react';
import type { MePlace } from '../../../../contracts/rooms/me.ts';
import '../booking/booking.css';
import { Button } from '../../../design/button.tsx';
import { useAsk } from '../../ask.ts';
import { Back, Page } from '../frame.tsx';
import type { RoomProps } from '../types.ts';
import { useLoad } from '../use-load.ts';
import { Addresses } from './addresses.tsx';
import { Bookings, Cases } from './lists.tsx';
import './me.css';
import { MyData } from './data.tsx';
import { Menu, type Place } from './menu.tsx';
import { Messages } from './messages.tsx';
import { Petitions } from './petitions.tsx';
import { useTexts } from './texts.ts';
import { Write } from './write.tsx';

/** Personal centre (个人中心). What is being written is kept by the service, and so outlasts a sign-in. */
export function MeRoom({ visitId, identity, onHome, onSignIn }: RoomProps) {
  const ask = useAsk();
  const { loaded, again } = useLoad('overview', (terminal) => terminal.rooms.me.overview({ visitId }));
  const [place, setPlace] = useState<Place | 'menu' | 'correct'>('menu');
  const overview = loaded.state === 'ready' ? loaded.value : null;
  const isProven = identity !== null && identity.by !== 'typed';

  // Back from a sign-in with something that is not yet submitted.
  const isWriting = overview !== null && overview.draft !== null;
  useEffect(() => {
    if (isWriting) setPlace((now) => (now === 'menu' ? 'write' : now));
  }, [isWriting]);

  // Back from the sign-in that a part of the room asked for.
  const wanted = isProven ? (overview?.wanted ?? null) : null;
  useEffect(() => {
    if (wanted === null) return;
    setPlace((now) => (now === 'menu' ? wanted : now));
    void ask((terminal) => terminal.rooms.me.want({ visitId, place: null }));
  }, [wanted, ask, visitId]);

  const menu = () => {
    setPlace('menu');
    again();
  };
  const common = { visitId, onBack: menu };
  const signInFor = (place: MePlace) =>
    void ask((terminal) => terminal.rooms.me.want({ visitId, place })).then(onSignIn);
  if (place !== 'menu' && place !== 'correct' && place !== 'write' && !isProven)
    return <NeedsCard typed={identity !== null} onSignIn={() => signInFor(place)} onBack={menu} />;
  switch (place) {
    case 'menu':
      return (
        <Menu
          overview={overview}
          code={loaded.state === 'failed' ? loaded.code : null}
          isProven={isProven}
          onPlace={setPlace}
          onHome={onHome}
        />
      );
    case 'messages':
      return <Messages {...common} />;
    case 'cases':
      return <Cases {...common} />;
    case 'bookings':
      return <Bookings {...common} />;
    case 'addresses':
      return <Addresses {...common} />;
    case 'petitions':
      return <Petitions {...common} />;
    case 'data':
      return <MyData {...common} onCorrect={() => setPlace('correct')} />;
    case 'write':
    case 'correct':
      return (
        <Write
          {...common}
          identity={identity}
          live={overview?.live === true}
          draft={overview?.draft ?? null}
          correct={place === 'correct'}
          onSignIn={onSignIn}
          onHome={onHome}
        />
      );
  }
}

function NeedsCard(o: { typed: boolean; onSignIn: () => void; onBack: () => void }) {
  const { t } = useTexts();
  return (
    <Page
      title={t('signIn.title')}
      hint={t(o.typed ? 'signIn.typed' : 'signIn.guest')}
      foot={
        <>
          <Back onPress={o.onBack} />
          <Button size="main" kind="primary" icon="person" onPress={o.onSignIn}>
            {t('signIn.card')}
          </Button>
        </>
      }
    />
  );
}
