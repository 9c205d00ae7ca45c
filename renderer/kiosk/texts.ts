import { createInstance } from 'i18next';
import en from '../../assets/locales/en/kiosk.json' with { type: 'json' };
import zh from '../../assets/locales/zh-CN/kiosk.json' with { type: 'json' };
import type { Words } from '../../contracts/flow.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { type KeyOf, TEXTS } from '../i18n.ts';

export type KioskKey = KeyOf<typeof zh>;

export interface KioskTexts {
  locale: Locale;
  t(key: KioskKey, values?: Record<string, string | number>): string;
  /** Words that come in both languages. */
  say(words: Words): string;
  /** What a citizen is told of an expected failure. */
  error(code: string): string;
}

const instance = createInstance();
void instance.init({
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  initAsync: false,
  interpolation: { escapeValue: false },
  resources: { 'zh-CN': { translation: zh }, en: { translation: en } },
});

export function kioskTexts(locale: Locale): KioskTexts {
  const fixed = instance.getFixedT(locale);
  return {
    locale,
    t: (key, values) => String(fixed(key, { ...values })),
    say: (words) => (locale === 'en' ? words.en : words.zh),
    error: (code) => TEXTS[locale].error(code),
  };
}
