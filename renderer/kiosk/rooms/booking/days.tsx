import { useState } from 'react';
import { addDays, weekdayOf } from '../../../../contracts/hall-time.ts';
import type { DayChoice } from '../../../../contracts/rooms/booking.ts';
import { Back, Page, Pager } from '../frame.tsx';
import { useLoad } from '../use-load.ts';
import type { Matter } from './pages.ts';
import { type BookingTexts, useTexts } from './texts.ts';
import { Wait } from './wait.tsx';

interface DaysProps {
  visitId: string;
  matter: Matter;
  /** Why the citizen is here again. */
  refusal?: string | undefined;
  onDay: (day: string) => void;
  onBack: () => void;
}

/** The days that can be booked as a calendar, week by week, with what is left in words. */
export function Days({ visitId, matter, refusal, onDay, onBack }: DaysProps) {
  const texts = useTexts();
  const { t } = texts;
  const { loaded, again } = useLoad(`days ${matter.id}`, (terminal) =>
    terminal.rooms.booking.days({ visitId, matterId: matter.id }),
  );
  return (
    <Wait loaded={loaded} onAgain={again} onBack={onBack}>
      {({ days, live }) => {
        const canAny = days.some((d) => stateOf(d) === 'free' || stateOf(d) === 'ask');
        return (
          <Page
            title={t('days.title')}
            hint={live ? t('days.hint', { matter: texts.say(matter.name) }) : undefined}
            note={live ? undefined : t('offlineNote')}
            refusal={canAny ? refusal : t('days.none')}
            foot={<Back onPress={onBack} />}
          >
            <Calendar days={days} onDay={onDay} />
          </Page>
        );
      }}
    </Wait>
  );
}

/** Weeks on one page. */
const WEEKS = 3;

function Calendar({ days, onDay }: { days: readonly DayChoice[]; onDay: (day: string) => void }) {
  const texts = useTexts();
  const { t } = texts;
  const [page, setPage] = useState(0);
  const first = days[0]?.day;
  if (first === undefined) return null;
  const blanks = weekdayOf(first) - 1;
  const cells = [...Array.from({ length: blanks }, (_, i) => addDays(first, i - blanks)), ...days];
  const of = Math.ceil(cells.length / (7 * WEEKS));
  const shown = cells.slice(page * 7 * WEEKS, (page + 1) * 7 * WEEKS);
  return (
    <div className="calendar">
      <div className="calendar__week" aria-hidden="true">
        {([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => (
          <span key={weekday}>{t(`week.${weekday}`)}</span>
        ))}
      </div>
      <ol className="calendar__days">
        {shown.map((cell) =>
          typeof cell === 'string' ? (
            <li key={cell} className="calendar__blank" aria-hidden="true" />
          ) : (
            <li key={cell.day}>
              <Cell day={cell} isToday={cell.day === first} texts={texts} onPress={() => onDay(cell.day)} />
            </li>
          ),
        )}
      </ol>
      <Pager page={page} of={of} onTurn={setPage} />
    </div>
  );
}

/** `ask`: the hub is away; nobody knows what is left. */
const stateOf = ({ slots, free }: DayChoice): 'free' | 'ask' | 'full' | 'closed' => {
  if (slots === 0) return 'closed';
  if (free === null) return 'ask';
  return free === 0 ? 'full' : 'free';
};

interface CellProps {
  day: DayChoice;
  isToday: boolean;
  texts: BookingTexts;
  onPress: () => void;
}

function Cell({ day, isToday, texts, onPress }: CellProps) {
  const { t } = texts;
  const state = stateOf(day);
  const isOut = state === 'full' || state === 'closed';
  const [, month, date] = day.day.split('-').map(Number);
  const why = day.exception === null ? null : texts.say(day.exception);
  const words = {
    free: t('days.left', { n: day.free ?? 0 }),
    ask: t('days.ask'),
    full: t('days.full'),
    closed: t('days.closed'),
  }[state];
  return (
    <button
      type="button"
      className="calendar__day"
      data-state={state}
      aria-disabled={isOut || undefined}
      onClick={isOut ? undefined : onPress}
    >
      <span className="visually-hidden">{texts.day(day.day)}</span>
      <strong data-month={date === 1 || undefined} aria-hidden="true">
        {date === 1 ? `${month}/${date}` : date}
      </strong>
      {isToday && <span className="calendar__today">{t('days.today')}</span>}
      <span>{state === 'closed' && why !== null ? why : words}</span>
    </button>
  );
}
