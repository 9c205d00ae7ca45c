import { createInstance } from 'i18next';
import en from '../../assets/locales/en/capture.json' with { type: 'json' };
import zh from '../../assets/locales/zh-CN/capture.json' with { type: 'json' };
import type { Locale } from '../../contracts/primitives.ts';
import { TEXTS } from '../i18n.ts';

/** Every dotted path to a text of the camera page. */
type KeyOf<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeyOf<T[K]>}` }[keyof T &
  string];
export type CaptureKey = KeyOf<typeof zh>;

export interface CaptureTexts {
  t(key: CaptureKey, values?: Record<string, string>): string;
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

export function captureTexts(locale: Locale): CaptureTexts {
  const fixed = instance.getFixedT(locale);
  return {
    t: (key, values) => String(fixed(key, { ...values })),
    error: (code) => TEXTS[locale].error(code),
  };
}
