import en from '../../assets/locales/en/phone.json' with { type: 'json' };
import zh from '../../assets/locales/zh-CN/phone.json' with { type: 'json' };

export type Language = 'zh-CN' | 'en';
/** Why a file was not sent. */
export type Why = keyof typeof zh.failed;
type Key = Exclude<keyof typeof zh, 'failed'> | `failed.${Why}`;
export type Translate = (key: Key, values?: Record<string, string | number>) => string;

/** The page's texts. No library for so few: a phone loads the page over its own data. */
export function textsOf(language: Language): Translate {
  const texts = language === 'en' ? en : zh;
  return (key, values = {}) => {
    const text = key.startsWith('failed.')
      ? texts.failed[key.slice('failed.'.length) as Why]
      : texts[key as Exclude<keyof typeof zh, 'failed'>];
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
  };
}

/** Chinese, unless the phone speaks something else. */
export const languageOf = (wanted: readonly string[]): Language =>
  wanted.length === 0 || wanted.some((l) => l.toLowerCase().startsWith('zh')) ? 'zh-CN' : 'en';
