import en from '../../../../assets/locales/en/services.json' with { type: 'json' };
import zh from '../../../../assets/locales/zh-CN/services.json' with { type: 'json' };
import type { TimeLimit } from '../../../../contracts/catalogue.ts';
import type { Locale } from '../../../../contracts/primitives.ts';
import { type KeyOf, type Translate, translations } from '../../../translations.ts';
import { useKiosk } from '../../context.ts';

type ServicesKey = KeyOf<typeof zh>;
const texts = translations(zh, en);

export interface ServicesTexts {
  t: Translate<ServicesKey>;
  /** Words that come in both languages. */
  say(words: { zh: string; en: string }): string;
  /** `11月26日 10:05` */
  moment(ms: number): string;
  limit(limit: TimeLimit | null): string;
  /** What a citizen is told of an expected failure. */
  error(code: string): string;
}

const formatOf = (locale: Locale) =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', {
    month: locale === 'en' ? 'short' : 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Asia/Shanghai',
  });
const formats: Readonly<Record<Locale, Intl.DateTimeFormat>> = {
  'zh-CN': formatOf('zh-CN'),
  en: formatOf('en'),
};

/** Words of the room in the visit's language. */
export function useTexts(): ServicesTexts {
  const { texts: kiosk } = useKiosk();
  const t = texts.in(kiosk.locale);
  return {
    t,
    say: kiosk.say,
    moment: (ms) => formats[kiosk.locale].format(ms),
    limit(limit) {
      if (limit === null) return t('facts.none');
      if (limit.days === 0) return t('facts.spot');
      return t(limit.working ? 'facts.workingDays' : 'facts.days', { n: limit.days });
    },
    error: kiosk.error,
  };
}
