import { useState } from 'react';
import type { KioskStatus, Room, VisitView } from '../../contracts/kiosk.ts';
import { Button } from '../design/button.tsx';
import { useKiosk } from './context.ts';
import { FlowList } from './flow-list.tsx';
import { NoticeList } from './notice-list.tsx';
import { hasRoom } from './rooms/rooms.tsx';
import { useSending } from './sending.ts';
import { DraftList, DraftStrip, hasDrafts } from './steps/apply/draft.tsx';
import { Tile } from './tile.tsx';
import { Title } from './title.tsx';
import { Usage } from './usage.tsx';

interface HomeProps {
  status: KioskStatus;
  visit: VisitView;
}

/** What can be done here, in groups. What does not work now says so before anybody begins. */
export function Home({ status, visit }: HomeProps) {
  const [page, setPage] = useState<'groups' | 'flows' | 'drafts' | 'notices' | 'usage'>('groups');
  const home = () => setPage('groups');
  switch (page) {
    case 'flows':
      return <FlowList status={status} visit={visit} onHome={home} />;
    case 'drafts':
      return <DraftList visit={visit} onHome={home} />;
    case 'notices':
      return <NoticeList boardVersion={status.boardVersion} onHome={home} />;
    case 'usage':
      return <Usage onHome={home} />;
    case 'groups':
      return <Groups status={status} visit={visit} onPage={setPage} />;
  }
}

const ROOMS = ['services', 'booking', 'progress', 'me', 'certificates'] as const satisfies readonly Room[];
/** Rooms that have nothing to show while the hub is away. */
const NEEDS_HUB: readonly Room[] = ['certificates'];

function Groups({
  status,
  visit,
  onPage,
}: HomeProps & { onPage: (page: 'flows' | 'drafts' | 'notices' | 'usage') => void }) {
  const { texts } = useKiosk();
  const { t } = texts;
  const { refusal, busy, send } = useSending();
  const visitId = visit.id;
  const { identity } = visit;
  const whyNot = (room: Room): string | null => {
    if (!hasRoom(room)) return t('home.notHere');
    return !status.online && NEEDS_HUB.includes(room) ? t('home.needsHub') : null;
  };
  return (
    <div className="home">
      <div className="home__top">
        <Title>
          {identity === null || hasDrafts(visit)
            ? t('home.title')
            : t('home.titleOf', { name: identity.name })}
        </Title>
        {(identity === null || identity.by === 'typed') && (
          <div className="home__person">
            <p>{t(identity === null ? 'home.guest' : 'home.typed')}</p>
            <Button
              size="main"
              icon="person"
              disabled={busy}
              onPress={() => void send((terminal) => terminal.kiosk.signIn({ visitId }))}
            >
              {t('home.signIn')}
            </Button>
          </div>
        )}
        <DraftStrip visit={visit} onList={() => onPage('drafts')} />
      </div>
      <ul className="home__groups">
        {ROOMS.map((room) => (
          <li key={room}>
            <Tile
              picture={room}
              title={t(`home.${room}`)}
              hint={t(`home.${room}Hint`)}
              whyNot={whyNot(room)}
              onPress={() => void send((terminal) => terminal.kiosk.open({ visitId, room }))}
            />
          </li>
        ))}
        <li>
          <Tile
            picture="flows"
            title={t('home.flows')}
            hint={t('home.flowsHint')}
            whyNot={status.flows.length === 0 ? t('home.none') : null}
            onPress={() => onPage('flows')}
          />
        </li>
      </ul>
      <p className="refusal" role="alert">
        {refusal !== null && texts.error(refusal)}
      </p>
      <div className="home__foot">
        <p className="quiet">
          {!status.online && <span>{t('home.offline')} </span>}
          {status.hall !== null && status.hall.phone !== '' && t('home.phone', { phone: status.hall.phone })}
        </p>
        <Button size="main" icon="notice" onPress={() => onPage('notices')}>
          {t('home.notices')}
        </Button>
        <Button size="main" icon="question" onPress={() => onPage('usage')}>
          {t('home.usage')}
        </Button>
      </div>
    </div>
  );
}
