/** Loaded when the audio mode is first switched on: thousands of addresses that nobody else needs. */
import prompts from '../../assets/sounds/prompts.json' with { type: 'json' };
import words from '../../assets/sounds/words.json' with { type: 'json' };
import type { Locale } from '../../contracts/primitives.ts';
import type { Means } from './plan.ts';

/** Texts of the screens as they are recorded (`scripts/lib/spoken-texts.ts` says which), and what numbers are made of. */
const WORDS = import.meta.glob<string>('../../assets/sounds/words/*.mp3', {
  eager: true,
  // Never inlined: the content policy plays no data: URL.
  query: '?url&no-inline',
  import: 'default',
});
const UNITS = import.meta.glob<string>('../../assets/sounds/units/*.mp3', {
  eager: true,
  query: '?url&no-inline',
  import: 'default',
});
/** The pad's prompts, which stand on the kiosk's pages of a rating, too. */
const PROMPTS = import.meta.glob<string>('../../assets/sounds/*.mp3', {
  eager: true,
  query: '?url&no-inline',
  import: 'default',
});

const idsOf = (locale: Locale): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(words as Record<string, Partial<Record<Locale, string>>>).flatMap(([id, texts]) => {
      const text = texts[locale];
      return text === undefined ? [] : [[text, id] as const];
    }),
  );
const IDS: Readonly<Record<Locale, ReadonlyMap<string, string>>> = {
  'zh-CN': idsOf('zh-CN'),
  en: idsOf('en'),
};

export const recordings: Pick<Means, 'recording' | 'unit'> = {
  recording(text, locale) {
    const id = IDS[locale].get(text);
    if (id !== undefined) return WORDS[`../../assets/sounds/words/${id}.${locale}.mp3`] ?? null;
    const prompt = Object.entries(prompts).find(([, texts]) => texts[locale] === text)?.[0];
    return prompt === undefined ? null : (PROMPTS[`../../assets/sounds/${prompt}.${locale}.mp3`] ?? null);
  },
  /** Letters are said by their English names in Chinese, too. */
  unit: (id, locale) =>
    UNITS[`../../assets/sounds/units/${id}.${id.startsWith('letter.') ? 'en' : locale}.mp3`] ?? null,
};
