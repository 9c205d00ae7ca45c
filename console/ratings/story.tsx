import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { Link, useLocation } from 'react-router';
import type { RatingStory } from '../../contracts/hub/console-api.ts';
import { useClient } from '../api/context.tsx';
import { inLocale } from '../i18n/texts.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { dateTime } from '../lib/time.ts';
import { LevelMark } from '../ui/level-mark.tsx';
import { StateText } from '../ui/state-text.tsx';
import { StoryTimeline } from './story-timeline.tsx';
import { useTagNames } from './tag-names.ts';
import type { Place } from './use-query.ts';

export function Story({ story, place }: { story: RatingStory; place: Place }) {
  const { t, locale, known } = useConsoleTexts();
  const tagName = useTagNames();
  const { state } = useLocation();
  const { row } = story;

  return (
    <article className="story">
      <header className="story-head">
        <LevelMark level={row.level} />
        <time dateTime={new Date(row.atMs).toISOString()}>{dateTime(row.atMs)}</time>
        <StateText tone={row.status === 'counted' ? 'plain' : 'warn'}>
          {t(`statusHint.${row.status}`)}
        </StateText>
      </header>

      {story.duplicateOf !== null && (
        <Alert
          type="info"
          showIcon
          title={
            <>
              {t('story.duplicateOf')}{' '}
              <Link to={place.storyPath(story.duplicateOf)} state={state}>
                {t('story.openOriginal')}
              </Link>
            </>
          }
        />
      )}

      <section>
        <h2>{t('story.tags')}</h2>
        {row.tags.length === 0 ? (
          <p className="faint">{t('ratings.noTags')}</p>
        ) : (
          <ul className="story-tags">
            {row.tags.map((code) => (
              <li key={code}>
                <span className="faint mono">{code}</span> {tagName(code)}
              </li>
            ))}
          </ul>
        )}
        <h2 className="story-next">{t('story.text')}</h2>
        {story.text === null ? (
          <p className="faint">{row.hasText ? t('story.hiddenText') : t('story.noText')}</p>
        ) : (
          <blockquote className="story-text">{story.text}</blockquote>
        )}
        {story.photos + story.videos > 0 && (
          <p className="story-next">
            <Link to={`/materials/${row.id}`}>
              {[
                ...(story.photos > 0 ? [t('story.photos', { n: story.photos })] : []),
                ...(story.videos > 0 ? [t('story.videos', { n: story.videos })] : []),
              ].join(' · ')}
            </Link>
          </p>
        )}
      </section>

      <section>
        <h2>{t('story.case')}</h2>
        <dl className="facts">
          <dt>{t('ratings.caseNo')}</dt>
          <dd className="mono">{row.case.caseNo}</dd>
          <dt>{t('story.item')}</dt>
          <dd>
            {row.case.itemName ?? '–'}{' '}
            {row.case.itemCode && <span className="faint mono">{row.case.itemCode}</span>}
          </dd>
          <dt>{t('story.stage')}</dt>
          <dd>{t(`stage.${row.case.stage}`)}</dd>
          <dt>{t('story.window')}</dt>
          <dd>
            {inLocale(row.windowName, locale)}{' '}
            <span className="faint">{inLocale(row.departmentName, locale)}</span>
          </dd>
          <dt>{t('story.staff')}</dt>
          <dd>{row.staffName ?? t('story.noStaff')}</dd>
          <dt>{t('story.source')}</dt>
          <dd>
            {t(`source.${row.source}`)} · {t(`channel.${story.channel}`)}
          </dd>
          <dt>{t('story.anonymous')}</dt>
          <dd>{story.anonymous ? t('story.yes') : t('story.no')}</dd>
          <dt>{t('story.locale')}</dt>
          <dd>
            {known('localeName', story.locale)}
            {story.elder && ` · ${t('story.elder')}`}
          </dd>
        </dl>
      </section>

      <section>
        <h2>{t('story.timeline')}</h2>
        <StoryTimeline story={story} />
      </section>

      <CaseRatings story={story} place={place} />

      <section>
        <h2>{t('story.record')}</h2>
        <dl className="facts facts-mono">
          <dt>{t('story.id')}</dt>
          <dd>{row.id}</dd>
          <dt>{t('story.terminal')}</dt>
          <dd>{row.terminalId}</dd>
          <dt>{t('story.epoch')}</dt>
          <dd>{story.epoch}</dd>
          <dt>{t('story.seq')}</dt>
          <dd>{story.seq}</dd>
          <dt>{t('story.sha')}</dt>
          <dd>{story.bodySha256}</dd>
        </dl>
      </section>
    </article>
  );
}

/** The ratings of the same case: only worth showing when there is more than this one. */
function CaseRatings({ story, place }: { story: RatingStory; place: Place }) {
  const { t } = useConsoleTexts();
  const { state } = useLocation();
  const client = useClient();
  const { caseNo } = story.row.case;
  const { data } = useQuery({
    queryKey: ['caseRatings', caseNo],
    queryFn: ({ signal }) => client.caseRatings({ caseNo }, { signal }),
  });
  if (!data || data.length < 2) return null;
  return (
    <section>
      <h2>{t('story.others')}</h2>
      <ul className="case-ratings">
        {data.map((other) => (
          <li key={other.id}>
            <time dateTime={new Date(other.atMs).toISOString()}>{dateTime(other.atMs)}</time>
            <LevelMark level={other.level} />
            <span>{t(`stage.${other.stage}`)}</span>
            <span>{t(`status.${other.status}`)}</span>
            {other.id === story.row.id ? (
              <span className="faint">{t('story.this')}</span>
            ) : (
              <Link to={place.storyPath(other.id)} state={state}>
                {t('story.open')}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
