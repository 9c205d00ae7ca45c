import en from '../../../../assets/locales/en/booking.json' with { type: 'json' };
import zh from '../../../../assets/locales/zh-CN/booking.json' with { type: 'json' };
import { clockText, msAt } from '../../../../contracts/hall-time.ts';
import type { Locale } from '../../../../contracts/primitives.ts';
import { type KeyOf, type Translate, translations } from '../../../translations.ts';
import { useKiosk } from '../../context.ts';

type BookingKey = KeyOf<typeof zh>;
const texts = translations(zh, en);

export interface BookingTexts {
  t: Translate<BookingKey>;
  /** Words that come in both languages. */
  say(words: { zh: string; en: string }): string;
  /** `11月26日 星期四` */
  day(day: string): string;
  /** `11月26日 星期四 09:00–09:30` */
  time(at: { day: string; minute: number; endMinute?: number }): string;
  /** What a citizen is told of an expected failure. */
  error(code: string): string;
}

/** Noon, so that the day is the same in every zone that a machine may be set to. */
const NOON = 720;
const dayFormat = (locale: Locale) =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    month: locale === 'en' ? 'short' : 'long',
    day: 'numeric',
    weekday: locale === 'en' ? 'short' : 'long',
    timeZone: 'Asia/Shanghai',
  });
const formats: Readonly<Record<Locale, Intl.DateTimeFormat>> = {
  'zh-CN': dayFormat('zh-CN'),
  en: dayFormat('en'),
};

/** Words of the room in the visit's language. */
export function useTexts(): BookingTexts {
  const { texts: kiosk } = useKiosk();
  const { locale } = kiosk;
  const t = texts.in(locale);
  const day = (of: string) => formats[locale].format(msAt(of, NOON));
  return {
    t,
    say: kiosk.say,
    day,
    time: (at) => {
      const end = at.endMinute === undefined ? '' : `–${clockText(at.endMinute)}`;
      return `${day(at.day)} ${clockText(at.minute)}${end}`;
    },
    error: (code) => (code === 'hub.unreachable' ? t('page.noHub') : kiosk.error(code)),
  };
}
