import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type zhConsole from '../../assets/locales/zh-CN/console.json';
import type zhCounter from '../../assets/locales/zh-CN/counter.json';
import type { Locale } from '../../contracts/primitives.ts';
import type { KeyOf } from './texts.ts';

export type ConsoleKey = KeyOf<typeof zhConsole>;
export type CounterKey = KeyOf<typeof zhCounter>;

export interface Texts<K extends string> {
  /** A text; a key that the locale files lack does not compile. */
  t: (key: K, values?: Record<string, string | number>) => string;
  /** The text under `prefix.name` when there is one, else `name` itself: for names that the hub may add to. */
  known: (prefix: string, name: string) => string;
  locale: Locale;
  setLocale: (locale: Locale) => void;
}

function useTexts<K extends string>(): Texts<K> {
  const { i18n } = useTranslation();
  const locale: Locale = i18n.language === 'en' ? 'en' : 'zh-CN';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a text changes with the language
  const t = useCallback(
    (key: string, values: Record<string, string | number> = {}): string => i18n.t(key, values),
    [i18n, locale],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a text changes with the language
  const known = useCallback(
    (prefix: string, name: string) => {
      const key = `${prefix}.${name}`;
      return i18n.exists(key) ? i18n.t(key) : name;
    },
    [i18n, locale],
  );
  const setLocale = useCallback((next: Locale) => void i18n.changeLanguage(next), [i18n]);
  return useMemo(() => ({ t, known, locale, setLocale }), [t, known, locale, setLocale]);
}

export const useConsoleTexts = (): Texts<ConsoleKey> => useTexts<ConsoleKey>();
export const useCounterTexts = (): Texts<CounterKey> => useTexts<CounterKey>();
