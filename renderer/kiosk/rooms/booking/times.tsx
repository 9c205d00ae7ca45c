import { clockText } from '../../../../contracts/hall-time.ts';
import { Button } from '../../../design/button.tsx';
import { Back, Choice, Choices, Page } from '../frame.tsx';
import { useLoad } from '../use-load.ts';
import type { Matter } from './pages.ts';
import { useTexts } from './texts.ts';
import { Wait } from './wait.tsx';

/** Times on one page, where there is room. */
const MOST = 24;

interface TimesProps {
  visitId: string;
  matter: Matter;
  day: string;
  /** Why the citizen is here again. */
  refusal?: string | undefined;
  onTime: (minute: number) => void;
  onBack: () => void;
}

/** The times of a day, each with what is left. */
export function Times({ visitId, matter, day, refusal, onTime, onBack }: TimesProps) {
  const texts = useTexts();
  const { t } = texts;
  const { loaded, again } = useLoad(`slots ${matter.id} ${day}`, (terminal) =>
    terminal.rooms.booking.slots({ visitId, matterId: matter.id, day }),
  );
  return (
    <Wait loaded={loaded} onAgain={again} onBack={onBack}>
      {({ slots, live }) => {
        const isOver = slots.every((s) => s.free === 0);
        return (
          <Page
            title={t('times.title')}
            hint={t('times.hint', { matter: texts.say(matter.name), day: texts.day(day) })}
            note={live ? undefined : t('offlineNote')}
            refusal={isOver ? t('times.none') : refusal}
            foot={
              <>
                <Back onPress={onBack} />
                {isOver && (
                  <Button size="main" kind="primary" onPress={onBack}>
                    {t('times.otherDay')}
                  </Button>
                )}
              </>
            }
          >
            <Choices
              items={slots}
              most={MOST}
              layout="booking__choices--times"
              keyOf={(slot) => String(slot.minute)}
              draw={({ minute, endMinute, free }) => (
                <Choice
                  title={`${clockText(minute)}–${clockText(endMinute)}`}
                  hint={
                    free === null ? undefined : free === 0 ? t('times.full') : t('times.left', { n: free })
                  }
                  out={free === 0}
                  onPress={() => onTime(minute)}
                />
              )}
            />
          </Page>
        );
      }}
    </Wait>
  );
}
