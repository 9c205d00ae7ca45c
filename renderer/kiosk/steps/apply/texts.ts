import en from '../../../../assets/locales/en/apply.json' with { type: 'json' };
import zh from '../../../../assets/locales/zh-CN/apply.json' with { type: 'json' };
import type { Locale } from '../../../../contracts/primitives.ts';
import { type KeyOf, type Translate, translations } from '../../../translations.ts';
import { useKiosk } from '../../context.ts';

type ApplyKey = KeyOf<typeof zh>;

const texts = translations(zh, en);

/** The texts of an application's steps. */
export const useApplyTexts = (): Translate<ApplyKey> => texts.in(useKiosk().texts.locale);

/** `2026年1月5日` · `5 January 2026`; a text that is no day stays as it is. */
export function dayText(day: string, locale: Locale): string {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(ms)
    ? day
    : new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(ms);
}

/** A moment as a day and a time in the hall. */
export const momentText = (ms: number, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  }).format(ms);
