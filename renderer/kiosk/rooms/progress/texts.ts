import en from '../../../../assets/locales/en/progress.json' with { type: 'json' };
import zh from '../../../../assets/locales/zh-CN/progress.json' with { type: 'json' };
import type { Locale } from '../../../../contracts/primitives.ts';
import { type KeyOf, type Translate, translations } from '../../../translations.ts';
import { useKiosk } from '../../context.ts';

const texts = translations(zh, en);

export interface ProgressTexts {
  t: Translate<KeyOf<typeof zh>>;
  /** Words that come in both languages. */
  say(words: { zh: string; en: string }): string;
  /** `2026年11月24日 10:05`, in the hall's time. */
  time(ms: number): string;
  /** What a citizen is told of an expected failure. */
  error(code: string): string;
}

const timeFormat = (locale: Locale) =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    year: 'numeric',
    month: locale === 'en' ? 'short' : 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Asia/Shanghai',
  });
const formats: Readonly<Record<Locale, Intl.DateTimeFormat>> = {
  'zh-CN': timeFormat('zh-CN'),
  en: timeFormat('en'),
};

/** Words of the room in the visit's language. */
export function useTexts(): ProgressTexts {
  const { texts: kiosk } = useKiosk();
  const { locale } = kiosk;
  return {
    t: texts.in(locale),
    say: kiosk.say,
    time: (ms) => formats[locale].format(ms),
    error: (code) => (code === 'hub.unreachable' ? texts.in(locale)('offline.body') : kiosk.error(code)),
  };
}
