import { useEffect, useRef, useState } from 'react';
import { lastStatus } from '../../../client.ts';
import { useKiosk } from '../../context.ts';
import type { RoomProps } from '../types.ts';
import { useLoad } from '../use-load.ts';
import { Departments, ItemList, Topics } from './browse.tsx';
import { Entry } from './entry.tsx';
import { Back, Page, Wait } from './frame.tsx';
import { Guide } from './guide.tsx';
import { materialAt, Sample } from './materials.tsx';
import type { Page as At } from './pages.ts';
import { HallMap } from './place.tsx';
import { Search } from './search.tsx';
import './services.css';
import { Take } from './take.tsx';
import { useTexts } from './texts.ts';

/** Finding a service and its guide (找事项, 办事指南). All of it is read from what this machine keeps. */
export function ServicesRoom({ visitId, onHome, onFlow }: RoomProps) {
  const { link } = useKiosk();
  const [page, setPage] = useState<At>({ at: 'entry' });
  const { loaded, again } = useLoad('overview', (terminal) => terminal.rooms.services.overview({ visitId }));
  const online = lastStatus(link.state())?.online === true;

  // Nothing was known while the hub was away: it is asked again when it is back.
  const isUnknown = loaded.state === 'failed';
  const wasOnline = useRef(online);
  useEffect(() => {
    if (online && !wasOnline.current && isUnknown) again();
    wasOnline.current = online;
  }, [online, isUnknown, again]);

  return (
    <Wait loaded={loaded} onAgain={again} onBack={onHome}>
      {(overview) => {
        switch (page.at) {
          case 'entry':
            return <Entry overview={overview} online={online} onPage={setPage} onHome={onHome} />;
          case 'search':
            return <Search visitId={visitId} page={page} onPage={setPage} />;
          case 'departments':
            return <Departments overview={overview} onPage={setPage} />;
          case 'topics':
            return (
              <Topics
                key={`${page.kind} ${page.audience}`}
                overview={overview}
                page={page}
                onPage={setPage}
              />
            );
          case 'list':
            return <ItemList visitId={visitId} page={page} onPage={setPage} />;
          case 'guide':
            return <Guide visitId={visitId} page={page} onPage={setPage} onFlow={onFlow} />;
          case 'sample':
            return <SampleOf visitId={visitId} page={page} onBack={() => setPage(page.guide)} />;
          case 'take':
            return (
              <Take visitId={visitId} guide={page.guide} onBack={() => setPage(page.guide)} onHome={onHome} />
            );
          case 'map':
            return <HallMap overview={overview} onBack={() => setPage({ at: 'entry' })} />;
        }
      }}
    </Wait>
  );
}

interface SampleOfProps {
  visitId: string;
  page: Extract<At, { at: 'sample' }>;
  onBack: () => void;
}

function SampleOf({ visitId, page, onBack }: SampleOfProps) {
  const { t } = useTexts();
  const { code } = page.guide;
  const { loaded, again } = useLoad(code, (terminal) => terminal.rooms.services.guide({ visitId, code }));
  return (
    <Wait loaded={loaded} onAgain={again} onBack={onBack}>
      {(guide) => {
        const material = materialAt(guide, page.material);
        if (material === null) return <Page title={t('page.failed')} foot={<Back onPress={onBack} />} />;
        return <Sample material={material} onBack={onBack} />;
      }}
    </Wait>
  );
}
