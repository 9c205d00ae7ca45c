import type { CaseDesk } from '../../contracts/hub/cases-api.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { dateTime } from '../lib/time.ts';
import { StateText } from '../ui/state-text.tsx';
import { EVENT_TONE } from './words.ts';

/** 办件轨迹: what happened, when, by whom, and what was written to the citizen. The latest first. */
export function CaseTimeline({ timeline }: Pick<CaseDesk, 'timeline'>) {
  const { t } = useConsoleTexts();
  return (
    <>
      <h2>{t('cases.timeline')}</h2>
      <ol className="case-timeline">
        {timeline.toReversed().map((event, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step never changes, and one kind may come twice
          <li key={timeline.length - i}>
            <StateText tone={EVENT_TONE[event.kind]}>{t(`cases.event.${event.kind}`)}</StateText>
            <span className="second">
              <time dateTime={new Date(event.atMs).toISOString()}>{dateTime(event.atMs)}</time>
              {' · '}
              {event.actor ?? t('cases.citizen')}
            </span>
            {event.reason !== null && <p className="case-reason">{event.reason}</p>}
            {event.asked.length > 0 && (
              <ul className="case-asked">
                {event.asked.map((m) => (
                  <li key={m.code}>{m.title}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
