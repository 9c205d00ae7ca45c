import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Stage } from '../../../../contracts/primitives.ts';
import type { ReturnTo } from '../../../../contracts/rooms/progress.ts';
import { useAsk } from '../../ask.ts';
import { useKiosk } from '../../context.ts';
import type { RoomProps } from '../types.ts';
import './progress.css';
import { Loading } from './frame.tsx';
import { Menu } from './menu.tsx';
import { Mine } from './mine.tsx';
import { NumberPage } from './number.tsx';
import type { Page, Rateable } from './pages.ts';
import { StagePage } from './stage.tsx';
import { Story } from './story.tsx';
import { useTexts } from './texts.ts';
import { useRating } from './use-rating.ts';

const RatingPage = lazy(async () => ({ default: (await import('./rating.tsx')).RatingPage }));

/** Progress (进度查询) and rating (自助评价). */
export function ProgressRoom({ visitId, identity, onHome, onSignIn }: RoomProps) {
  const { error } = useTexts();
  const ask = useAsk();
  const { link } = useKiosk();
  const rating = useRating(visitId);
  const [page, setPage] = useState<Page>({ at: 'menu' });
  const session = rating?.status.session ?? null;
  const sessionId = session?.id ?? null;
  const menu = () => setPage({ at: 'menu' });

  // A rating that is over leads back to the beginning; one that its citizen walks away from is over too.
  const open = useRef<string | null>(null);
  useEffect(() => {
    if (open.current !== null && sessionId === null)
      setPage((now) => (now.at === 'number' ? now : { at: 'menu' }));
    open.current = sessionId;
  }, [sessionId]);
  useEffect(
    () => () => {
      const left = open.current;
      if (left === null) return;
      void link.send((terminal) => terminal.rooms.progress.rate.finish({ visitId, sessionId: left }));
    },
    [link, visitId],
  );

  // Back from a sign-in that was asked for here.
  useEffect(() => {
    void ask((terminal) => terminal.rooms.progress.resume({ visitId })).then((reply) => {
      const at = reply.ok ? reply.value.at : null;
      if (at === null) return;
      setPage(at.page === 'mine' ? { at: 'mine' } : { at: 'story', no: at.no, from: 'number' });
    });
  }, [ask, visitId]);
  const signIn = async (at: ReturnTo) => {
    await ask((terminal) => terminal.rooms.progress.leaveAt({ visitId, at }));
    onSignIn();
  };

  /** null: a session is open; else why there is none. */
  const begin = async ({ no, stage }: Rateable): Promise<string | null> => {
    const reply = await ask((terminal) => terminal.rooms.progress.rate.begin({ visitId, no, stage }));
    return reply.ok ? null : reply.code;
  };
  const rateBy = async (no: string, stage: Stage) => {
    const code = await begin({ no, stage });
    if (code !== null) setPage({ at: 'number', purpose: 'rate', refusal: error(code) });
  };

  if (rating !== null && session !== null)
    return (
      <Suspense fallback={<Loading onBack={menu} />}>
        <RatingPage
          visitId={visitId}
          rating={rating}
          session={session}
          onEnd={(again) => setPage(again ? { at: 'number', purpose: 'rate' } : { at: 'menu' })}
        />
      </Suspense>
    );
  switch (page.at) {
    case 'menu':
      return <Menu onPage={setPage} onHome={onHome} />;
    case 'mine':
      return (
        <Mine
          visitId={visitId}
          identity={identity}
          onCase={(no) => setPage({ at: 'story', no, from: 'mine' })}
          onSignIn={() => void signIn({ page: 'mine' })}
          onBack={menu}
        />
      );
    case 'number': {
      const { purpose } = page;
      return (
        <NumberPage
          key={purpose}
          visitId={visitId}
          purpose={purpose}
          refusal={page.refusal}
          onNo={(no, stage) => {
            if (purpose === 'follow') setPage({ at: 'story', no, from: 'number' });
            else if (stage === null) setPage({ at: 'stage', no });
            else void rateBy(no, stage);
          }}
          onBack={menu}
        />
      );
    }
    case 'stage':
      return (
        <StagePage
          no={page.no}
          refusal={page.refusal}
          onStage={(stage) => void rateBy(page.no, stage)}
          onBack={() => setPage({ at: 'number', purpose: 'rate' })}
        />
      );
    case 'story':
      return (
        <Story
          visitId={visitId}
          identity={identity}
          no={page.no}
          onRate={begin}
          onRateUnknown={() => setPage({ at: 'stage', no: page.no })}
          onSignIn={() => void signIn({ page: 'story', no: page.no })}
          onBack={() => setPage(page.from === 'mine' ? { at: 'mine' } : { at: 'number', purpose: 'follow' })}
        />
      );
  }
}
