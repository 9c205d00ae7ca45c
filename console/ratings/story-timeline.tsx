import type { RatingStory } from '../../contracts/hub/console-api.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { clockTime, dateTime } from '../lib/time.ts';
import { useSpan } from '../ui/use-span.ts';

const TONE: Record<RatingStory['steps'][number]['what'], 'plain' | 'good' | 'warn' | 'bad'> = {
  requested: 'plain',
  rung: 'plain',
  opened: 'plain',
  saved: 'good',
  received: 'good',
  duplicateDelivery: 'warn',
  relayed: 'good',
  relayFailed: 'warn',
  relayRefused: 'bad',
};

/** 请求 → 保存 → 收到 → 上报: when each happened and how long it took from the one before. */
export function StoryTimeline({ story }: { story: RatingStory }) {
  const { t, known } = useConsoleTexts();
  const span = useSpan();
  const uncertainty = span(story.uncertaintyMs);
  return (
    <ol className="timeline">
      {story.steps.map((step, i) => {
        const before = story.steps[i - 1];
        const sameDay = before && dateTime(before.atMs).slice(0, 10) === dateTime(step.atMs).slice(0, 10);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps never move, and one kind may come twice in a millisecond
          <li key={i} className={`step step-${TONE[step.what]}`}>
            <time dateTime={new Date(step.atMs).toISOString()}>
              {!sameDay && <span className="step-date">{dateTime(step.atMs).slice(0, 10)}</span>}
              {clockTime(step.atMs)}
            </time>
            <div>
              <span className="step-what">{t(`story.${step.what}`)}</span>
              {before && <span className="step-delta">{delta(step.atMs - before.atMs, span)}</span>}
              {step.what === 'saved' && (
                <span className={story.clock === 'anchor' ? 'second' : 'second step-doubt'}>
                  {t(story.clock === 'anchor' ? 'story.clockAnchor' : 'story.clockWall', {
                    span: uncertainty,
                  })}
                </span>
              )}
              {step.detail !== null && <span className="second">{known('stepDetail', step.detail)}</span>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

const delta = (ms: number, span: (ms: number) => string): string => `${ms < 0 ? '−' : '+'}${span(ms)}`;
