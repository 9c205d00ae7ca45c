import en from '../../assets/locales/en/kiosk.json' with { type: 'json' };
import zh from '../../assets/locales/zh-CN/kiosk.json' with { type: 'json' };
import type { Words } from '../../contracts/flow.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { TEXTS } from '../i18n.ts';
import { type KeyOf, type Translate, translations } from '../translations.ts';

export type KioskKey = KeyOf<typeof zh>;

export interface KioskTexts {
  locale: Locale;
  t: Translate<KioskKey>;
  /** Words that come in both languages. */
  say(words: Words): string;
  /** What a citizen is told of an expected failure. */
  error(code: string): string;
}

const texts = translations(zh, en);

export function kioskTexts(locale: Locale): KioskTexts {
  return {
    locale,
    t: texts.in(locale),
    say: (words) => (locale === 'en' ? words.en : words.zh),
    error: (code) => TEXTS[locale].error(code),
  };
}
