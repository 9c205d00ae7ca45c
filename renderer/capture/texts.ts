import en from '../../assets/locales/en/capture.json' with { type: 'json' };
import zh from '../../assets/locales/zh-CN/capture.json' with { type: 'json' };
import type { Locale } from '../../contracts/primitives.ts';
import { TEXTS } from '../i18n.ts';
import { type KeyOf, type Translate, translations } from '../translations.ts';

export type CaptureKey = KeyOf<typeof zh>;

export interface CaptureTexts {
  t: Translate<CaptureKey>;
  /** What a citizen is told of an expected failure. */
  error(code: string): string;
}

const texts = translations(zh, en);

export function captureTexts(locale: Locale): CaptureTexts {
  return {
    t: texts.in(locale),
    error: (code) => TEXTS[locale].error(code),
  };
}
