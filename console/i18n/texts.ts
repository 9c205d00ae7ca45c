import i18next, { type i18n } from 'i18next';
import type { Locale } from '../../contracts/primitives.ts';

/** Every dotted path to a text in a locale file. */
export type KeyOf<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeyOf<T[K]>}`;
}[keyof T & string];

/** The locale's own name of a thing that the hub names in both languages. */
export const inLocale = (text: { zh: string; en: string }, locale: Locale): string =>
  locale === 'en' ? text.en : text.zh;

const STORED = 'hall.locale';
const isLocale = (text: string | null): text is Locale => text === 'zh-CN' || text === 'en';

/** One i18next per app. Chinese first: another language only where the reader chose it. */
export function createTexts<T extends object>(zh: T, en: T, store: Storage): i18n {
  const instance = i18next.createInstance();
  const stored = store.getItem(STORED);
  void instance.init({
    lng: isLocale(stored) ? stored : 'zh-CN',
    fallbackLng: 'zh-CN',
    initAsync: false,
    interpolation: { escapeValue: false },
    resources: { 'zh-CN': { translation: zh }, en: { translation: en } },
  });
  instance.on('languageChanged', (locale) => store.setItem(STORED, locale));
  return instance;
}
