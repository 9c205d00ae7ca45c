import { LEVELS, type Level } from '../../contracts/rating.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { count, share } from '../lib/number.ts';
import type { Place } from './use-query.ts';
import { useSummary } from './use-ratings.ts';

/**
 * How the ratings of the query spread over the levels. Each level is also the switch that narrows the list to it;
 * the counts stay those of all levels, so that the way back is seen.
 */
export function SummaryStrip({ place }: { place: Place }) {
  const { t } = useConsoleTexts();
  const { data } = useSummary(place);
  const chosen = place.query.levels;
  const counts = new Map(data?.levels.map((l) => [l.level, l.count]));
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);

  const toggle = (level: Level) =>
    place.ask(({ levels }) => ({
      levels: LEVELS.filter((l) => (l === level ? !levels.includes(l) : levels.includes(l))),
    }));

  return (
    <div className="strip">
      <fieldset className="strip-levels" aria-label={t('ratings.levels')}>
        {LEVELS.map((level) => {
          const n = counts.get(level) ?? 0;
          return (
            <button
              key={level}
              type="button"
              className={`strip-level level-${level}`}
              aria-pressed={chosen.includes(level)}
              onClick={() => toggle(level)}
            >
              <span className="strip-word">{t(`level.${level}`)}</span>
              <span className="strip-count">{data ? count(n) : '–'}</span>
              <span className="strip-bar" aria-hidden>
                <span style={{ inlineSize: total === 0 ? 0 : `${(100 * n) / total}%` }} />
              </span>
            </button>
          );
        })}
      </fieldset>
      <dl className="strip-facts">
        <div>
          <dt>{t('ratings.counted')}</dt>
          <dd className="strip-number">{data ? count(data.counted) : '–'}</dd>
        </div>
        <div className="strip-negative">
          <dt>{t('ratings.negative')}</dt>
          <dd className="strip-number">{data ? count(data.negative) : '–'}</dd>
          {data && (
            <dd className="faint strip-share">
              {t('ratings.negativeShare', { share: share(data.negative, data.counted) })}
            </dd>
          )}
        </div>
      </dl>
    </div>
  );
}
