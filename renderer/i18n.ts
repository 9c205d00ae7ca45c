import { createInstance } from 'i18next';
import enErrors from '../assets/locales/en/errors.json' with { type: 'json' };
import enPad from '../assets/locales/en/pad.json' with { type: 'json' };
import zhErrors from '../assets/locales/zh-CN/errors.json' with { type: 'json' };
import zhPad from '../assets/locales/zh-CN/pad.json' with { type: 'json' };
import type { Locale } from '../contracts/primitives.ts';

/** Every dotted path to a text of a locale file. */
export type KeyOf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeyOf<T[K]>}` }[keyof T &
  string];
export type PadKey = KeyOf<typeof zhPad>;

export interface Texts {
  locale: Locale;
  /** A text; a key that the locale files lack does not compile. */
  t(key: PadKey, values?: Record<string, string | number>): string;
  /** The locale's own name of a thing that the hub names in both languages. */
  name(text: { zh: string; en: string }): string;
  /** What a citizen is told of an expected failure: what happened, what is kept, what to do next. */
  error(code: string): string;
}

const instance = createInstance();
void instance.init({
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  initAsync: false,
  interpolation: { escapeValue: false },
  resources: { 'zh-CN': { translation: zhPad }, en: { translation: enPad } },
});

const ERRORS: Readonly<Record<Locale, Readonly<Record<string, { citizen: string }>>>> = {
  'zh-CN': zhErrors,
  en: enErrors,
};

function createTexts(locale: Locale): Texts {
  const fixed = instance.getFixedT(locale);
  return {
    locale,
    t: (key, values) => String(fixed(key, { ...values })),
    name: (text) => (locale === 'en' ? text.en : text.zh),
    error: (code) => (ERRORS[locale][code] ?? ERRORS[locale].internal)?.citizen ?? '',
  };
}

export const TEXTS: Readonly<Record<Locale, Texts>> = {
  'zh-CN': createTexts('zh-CN'),
  en: createTexts('en'),
};
