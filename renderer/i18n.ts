import enErrors from '../assets/locales/en/errors.json' with { type: 'json' };
import enPad from '../assets/locales/en/pad.json' with { type: 'json' };
import zhErrors from '../assets/locales/zh-CN/errors.json' with { type: 'json' };
import zhPad from '../assets/locales/zh-CN/pad.json' with { type: 'json' };
import type { Locale } from '../contracts/primitives.ts';
import { type KeyOf, type Translate, translations } from './translations.ts';

export type PadKey = KeyOf<typeof zhPad>;

export interface Texts {
  locale: Locale;
  t: Translate<PadKey>;
  /** The locale's own name of a thing that the hub names in both languages. */
  name(text: { zh: string; en: string }): string;
  /** What a citizen is told of an expected failure: what happened, what is kept, what to do next. */
  error(code: string): string;
}

const pad = translations(zhPad, enPad);

const ERRORS: Readonly<Record<Locale, Readonly<Record<string, { citizen: string }>>>> = {
  'zh-CN': zhErrors,
  en: enErrors,
};

function createTexts(locale: Locale): Texts {
  return {
    locale,
    t: pad.in(locale),
    name: (text) => (locale === 'en' ? text.en : text.zh),
    error: (code) => (ERRORS[locale][code] ?? ERRORS[locale].internal)?.citizen ?? '',
  };
}

export const TEXTS: Readonly<Record<Locale, Texts>> = {
  'zh-CN': createTexts('zh-CN'),
  en: createTexts('en'),
};
