import words from '../../assets/sounds/words.json' with { type: 'json' };
import type { Locale } from '../../contracts/primitives.ts';

/** What can be read aloud: texts of the screens that are recorded, in `assets/sounds/words.json`, under the keys of the texts. */
const FILES = import.meta.glob<string>('../../assets/sounds/words/*.mp3', {
  eager: true,
  // Never inlined: the content policy plays no data: URL.
  query: '?url&no-inline',
  import: 'default',
});

const idsOf = (locale: Locale): ReadonlyMap<string, string> =>
  new Map(Object.entries(words).map(([id, texts]) => [texts[locale], id]));
const IDS: Readonly<Record<Locale, ReadonlyMap<string, string>>> = {
  'zh-CN': idsOf('zh-CN'),
  en: idsOf('en'),
};

/** The recording of a text, word for word; null: there is none. */
export function recordingOf(text: string, locale: Locale): string | null {
  const id = IDS[locale].get(text.trim());
  return id === undefined ? null : (FILES[`../../assets/sounds/words/${id}.${locale}.mp3`] ?? null);
}
