import { createInstance } from 'i18next';
import enErrors from '../../assets/locales/en/errors.json' with { type: 'json' };
import en from '../../assets/locales/en/maintenance.json' with { type: 'json' };
import zhErrors from '../../assets/locales/zh-CN/errors.json' with { type: 'json' };
import zh from '../../assets/locales/zh-CN/maintenance.json' with { type: 'json' };
import type { Locale } from '../../contracts/primitives.ts';
import type { KeyOf } from '../i18n.ts';
import { LATE, LOST } from './calls.ts';

export type MaintenanceKey = KeyOf<typeof zh>;

export interface MaintenanceTexts {
  locale: Locale;
  /** A text; a key that the locale files lack does not compile. */
  t(key: MaintenanceKey, values?: Record<string, string | number>): string;
  /** What staff are told of a code of `errors.ts`, of `LATE` and of `LOST`; an unknown one is named. */
  staff(code: string): string;
  /** A step of a self-test, by the driver's name for it; an unknown one is named. */
  step(name: string): string;
}

const instance = createInstance();
void instance.init({
  lng: 'zh-CN',
  fallbackLng: 'zh-CN',
  initAsync: false,
  interpolation: { escapeValue: false },
  resources: { 'zh-CN': { translation: zh }, en: { translation: en } },
});

const ERRORS: Readonly<Record<Locale, Readonly<Record<string, { staff: string }>>>> = {
  'zh-CN': zhErrors,
  en: enErrors,
};

function createTexts(locale: Locale): MaintenanceTexts {
  const fixed = instance.getFixedT(locale);
  const t: MaintenanceTexts['t'] = (key, values) => String(fixed(key, { ...values }));
  return {
    locale,
    t,
    staff(code) {
      if (code === LATE) return t('refused.late');
      if (code === LOST) return t('refused.lost');
      return ERRORS[locale][code]?.staff ?? t('refused.unknown', { code });
    },
    step: (name) => (instance.exists(`test.${name}`, { lng: locale }) ? String(fixed(`test.${name}`)) : name),
  };
}

export const MAINTENANCE_TEXTS: Readonly<Record<Locale, MaintenanceTexts>> = {
  'zh-CN': createTexts('zh-CN'),
  en: createTexts('en'),
};
