import enErrors from '../../assets/locales/en/errors.json' with { type: 'json' };
import en from '../../assets/locales/en/maintenance.json' with { type: 'json' };
import zhErrors from '../../assets/locales/zh-CN/errors.json' with { type: 'json' };
import zh from '../../assets/locales/zh-CN/maintenance.json' with { type: 'json' };
import type { Locale } from '../../contracts/primitives.ts';
import { type KeyOf, type Translate, translations } from '../translations.ts';
import { LATE, LOST } from './calls.ts';

export type MaintenanceKey = KeyOf<typeof zh>;

export interface MaintenanceTexts {
  locale: Locale;
  t: Translate<MaintenanceKey>;
  /** What staff are told of a code of `errors.ts`, of `LATE` and of `LOST`; an unknown one is named. */
  staff(code: string): string;
  /** A step of a self-test, by the driver's name for it; an unknown one is named. */
  step(name: string): string;
}

const texts = translations(zh, en);

const ERRORS: Readonly<Record<Locale, Readonly<Record<string, { staff: string }>>>> = {
  'zh-CN': zhErrors,
  en: enErrors,
};

function createTexts(locale: Locale): MaintenanceTexts {
  const t = texts.in(locale);
  return {
    locale,
    t,
    staff(code) {
      if (code === LATE) return t('refused.late');
      if (code === LOST) return t('refused.lost');
      return ERRORS[locale][code]?.staff ?? t('refused.unknown', { code });
    },
    step: (name) => texts.find(locale, `test.${name}`) ?? name,
  };
}

export const MAINTENANCE_TEXTS: Readonly<Record<Locale, MaintenanceTexts>> = {
  'zh-CN': createTexts('zh-CN'),
  en: createTexts('en'),
};
