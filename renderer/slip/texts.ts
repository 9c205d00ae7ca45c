import en from '../../assets/locales/en/slip.json' with { type: 'json' };
import zh from '../../assets/locales/zh-CN/slip.json' with { type: 'json' };
import type { Locale } from '../../contracts/primitives.ts';
import { type KeyOf, type Translate, translations } from '../translations.ts';

export type SlipKey = KeyOf<typeof zh>;
export type SlipT = Translate<SlipKey>;

const texts = translations(zh, en);

/** The previews' own texts. */
export const slipTexts = (locale: Locale): SlipT => texts.in(locale);

export const documentLocale = (): Locale => (document.documentElement.lang === 'en' ? 'en' : 'zh-CN');
