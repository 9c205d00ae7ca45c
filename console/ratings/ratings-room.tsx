import { ArrowUpOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { useEffect, useRef } from 'react';
import { useLocation, useParams } from 'react-router';
import { PAGE } from '../../contracts/hub/console-api.ts';
import { codeOf } from '../api/failure.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { count } from '../lib/number.ts';
import { EmptyNote, FailureNote } from '../ui/failure.tsx';
import { Pager } from '../ui/pager.tsx';
import { Room } from '../ui/room.tsx';
import { StateText } from '../ui/state-text.tsx';
import { Filters } from './filters.tsx';
import { EVERYTHING, isEverything } from './query.ts';
import { RatingTable } from './rating-table.tsx';
import { StoryDrawer } from './story-drawer.tsx';
import { SummaryStrip } from './summary-strip.tsx';
import { type Place, usePlace } from './use-query.ts';
import { type Fresh, useFresh, useRatingPage } from './use-ratings.ts';

export function RatingsRoom() {
  const { t } = useConsoleTexts();
  const place = usePlace();
  const { id } = useParams();
  const { state } = useLocation();
  const page = useRatingPage(place);
  const shown = page.isPlaceholderData ? undefined : page.data?.rows;
  const fresh = useFresh(place, shown);
  const rows = shown ? fresh.rows : (page.data?.rows ?? []);

  // An empty list has no reader to disturb.
  const { count: freshCount, show } = fresh;
  useEffect(() => {
    if (shown?.length === 0 && freshCount > 0) show();
  });

  const top = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is read from its top
  useEffect(() => {
    void top.current?.scrollIntoView({ block: 'nearest' });
  }, [place.pages.after]);

  return (
    <Room title={t('room.ratings')} aside={<Live place={place} fresh={fresh} />}>
      <div ref={top} />
      <Filters place={place} />
      <SummaryStrip place={place} />
      <FreshPill fresh={fresh} />
      {page.error && !page.data && (
        <FailureNote code={codeOf(page.error)} retry={() => void page.refetch()} />
      )}
      {!page.error && !page.data && (
        <Skeleton active title={false} paragraph={{ rows: 12 }} className="list-skeleton" />
      )}
      {page.data && rows.length === 0 && <Empty place={place} />}
      {page.data && rows.length > 0 && (
        <RatingTable
          place={place}
          rows={rows}
          historyState={state}
          busy={page.isPlaceholderData}
          openId={id ?? null}
        />
      )}
      {page.data && (rows.length > 0 || place.pages.after !== undefined) && (
        <Pager
          pages={place.pages}
          next={page.data.next}
          busy={page.isPlaceholderData}
          label={t('ratings.list')}
        >
          <Total total={page.data.total} />
        </Pager>
      )}
      <StoryDrawer id={id ?? null} place={place} />
    </Room>
  );
}

function Live({ place, fresh }: { place: Place; fresh: Fresh }) {
  const { t } = useConsoleTexts();
  if (place.pages.after !== undefined) return <StateText tone="quiet">{t('ratings.paused')}</StateText>;
  if (fresh.live === 'down') return <StateText tone="warn">{t('ratings.reconnecting')}</StateText>;
  return <StateText tone={fresh.live === 'up' ? 'good' : 'quiet'}>{t('ratings.live')}</StateText>;
}

/** Says quietly that there is more; nothing moves before the reader asks. */
function FreshPill({ fresh }: { fresh: Fresh }) {
  const { t } = useConsoleTexts();
  const text =
    fresh.count >= PAGE ? t('ratings.freshMany', { n: PAGE }) : t('ratings.fresh', { n: fresh.count });
  const show = () => {
    fresh.show();
    window.scrollTo({ top: 0 });
  };
  return (
    <div className="pill-place" aria-live="polite">
      {fresh.count > 0 && (
        <Button
          shape="round"
          size="small"
          type="primary"
          icon={<ArrowUpOutlined aria-hidden />}
          onClick={show}
        >
          {text}
        </Button>
      )}
    </div>
  );
}

function Empty({ place }: { place: Place }) {
  const { t } = useConsoleTexts();
  if (isEverything(place.query)) return <EmptyNote title={t('ratings.none')} hint={t('ratings.noneHint')} />;
  return (
    <EmptyNote title={t('ratings.empty')} hint={t('ratings.emptyHint')}>
      <Button onClick={() => place.askAnew(EVERYTHING)}>{t('do.clear')}</Button>
    </EmptyNote>
  );
}

function Total({ total }: { total: { count: number; more: boolean } }) {
  const { t } = useConsoleTexts();
  const n = count(total.count);
  if (!total.more) return t('ratings.total', { n });
  return <span title={t('ratings.capped')}>{t('ratings.totalMore', { n })}</span>;
}
