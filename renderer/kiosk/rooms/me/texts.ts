import en from '../../../../assets/locales/en/me.json' with { type: 'json' };
import zh from '../../../../assets/locales/zh-CN/me.json' with { type: 'json' };
import { clockText } from '../../../../contracts/hall-time.ts';
import type { Locale } from '../../../../contracts/primitives.ts';
import { type KeyOf, type Translate, translations } from '../../../translations.ts';
import { useKiosk } from '../../context.ts';

type MeKey = KeyOf<typeof zh>;
const texts = translations(zh, en);

export interface MeTexts {
  t: Translate<MeKey>;
  locale: Locale;
  /** Words that come in both languages. */
  say(words: { zh: string; en: string }): string;
  /** A moment as a day and a time in the hall. */
  moment(ms: number): string;
  /** A day in the hall. */
  day(ms: number): string;
  /** `2026-11-26 09:00` of a day and its minute. */
  slot(day: string, minute: number): string;
  /** What a citizen is told of an expected failure. */
  error(code: string): string;
}

const formats = (style: Intl.DateTimeFormatOptions): Readonly<Record<Locale, Intl.DateTimeFormat>> => ({
  'zh-CN': new Intl.DateTimeFormat('zh-CN', { ...style, timeZone: 'Asia/Shanghai' }),
  en: new Intl.DateTimeFormat('en-GB', { ...style, timeZone: 'Asia/Shanghai' }),
});
const MOMENT = formats({ dateStyle: 'medium', timeStyle: 'short' });
const DAY = formats({ dateStyle: 'long' });

/** Words of the room in the visit's language. */
export function useTexts(): MeTexts {
  const { texts: kiosk } = useKiosk();
  const { locale } = kiosk;
  const t = texts.in(locale);
  return {
    t,
    locale,
    say: kiosk.say,
    moment: (ms) => MOMENT[locale].format(ms),
    day: (ms) => DAY[locale].format(ms),
    slot: (day, minute) => `${day} ${clockText(minute)}`,
    error: (code) => (code === 'hub.unreachable' ? t('list.offlineBody') : kiosk.error(code)),
  };
}
