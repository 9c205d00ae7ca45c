import { createInstance } from 'i18next';
import type { Locale } from '../contracts/primitives.ts';

/** Every dotted path to a text of a locale file. */
export type KeyOf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeyOf<T[K]>}` }[keyof T &
  string];

/** A text; a key that the locale files lack does not compile. */
export type Translate<K extends string> = (key: K, values?: Record<string, string | number>) => string;

/** The texts of one part of the screens, from its two locale files. */
export function translations<T extends object>(zh: T, en: T) {
  const instance = createInstance();
  void instance.init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    initAsync: false,
    interpolation: { escapeValue: false },
    resources: { 'zh-CN': { translation: zh }, en: { translation: en } },
  });
  return {
    in(locale: Locale): Translate<KeyOf<T>> {
      const fixed = instance.getFixedT(locale);
      return (key, values) => String(fixed(key as string, { ...values }));
    },
    /** A text that is looked up by a name from elsewhere; null when there is none. */
    find(locale: Locale, key: string): string | null {
      return instance.exists(key, { lng: locale }) ? String(instance.getFixedT(locale)(key)) : null;
    },
  };
}
