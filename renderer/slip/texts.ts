import { createInstance } from 'i18next';
import en from '../../assets/locales/en/slip.json' with { type: 'json' };
import zh from '../../assets/locales/zh-CN/slip.json' with { type: 'json' };
import type { Locale } from '../../contracts/primitives.ts';
import type { KeyOf } from '../i18n.ts';

export type SlipKey = KeyOf<typeof zh>;
export type SlipT = (key: SlipKey, values?: Record<string, number>) => string;

const instance = createInstance();
void instance.init({
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  initAsync: false,
  interpolation: { escapeValue: false },
  resources: { 'zh-CN': { translation: zh }, en: { translation: en } },
});

/** The previews' own texts; a key that the locale files lack does not compile. */
export function slipTexts(locale: Locale): SlipT {
  const fixed = instance.getFixedT(locale);
  return (key, values) => String(fixed(key, { ...values }));
}

export const documentLocale = (): Locale => (document.documentElement.lang === 'en' ? 'en' : 'zh-CN');
