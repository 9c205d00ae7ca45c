import en from '../../../../assets/locales/en/certificates.json' with { type: 'json' };
import zh from '../../../../assets/locales/zh-CN/certificates.json' with { type: 'json' };
import { msAt } from '../../../../contracts/hall-time.ts';
import type { Locale } from '../../../../contracts/primitives.ts';
import { type KeyOf, type Translate, translations } from '../../../translations.ts';
import { useKiosk } from '../../context.ts';

const texts = translations(zh, en);

export interface CertificateTexts {
  t: Translate<KeyOf<typeof zh>>;
  /** Words that come in both languages. */
  say(words: { zh: string; en: string }): string;
  /** `2038年3月12日` */
  day(day: string): string;
  /** What a citizen is told of an expected failure. */
  error(code: string): string;
}

const NOON = 720;
const dayFormat = (locale: string) =>
  new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: locale === 'zh-CN' ? 'long' : 'short',
    day: 'numeric',
    timeZone: 'Asia/Shanghai',
  });
const formats: Readonly<Record<Locale, Intl.DateTimeFormat>> = {
  'zh-CN': dayFormat('zh-CN'),
  en: dayFormat('en-GB'),
};

/** Words of the room in the visit's language. */
export function useTexts(): CertificateTexts {
  const { texts: kiosk } = useKiosk();
  const { locale } = kiosk;
  const t = texts.in(locale);
  return {
    t,
    say: kiosk.say,
    day: (day) => formats[locale].format(msAt(day, NOON)),
    error: (code) => (code === 'hub.unreachable' ? t('menu.noHub') : kiosk.error(code)),
  };
}
