import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LOCALES_DIR = join(import.meta.dirname, '../../assets/locales');

/** `{ id: { locale: text } }`; an id may lack a language. */
export type SpokenTexts = Record<string, Partial<Record<'zh-CN' | 'en', string>>>;

/**
 * What the kiosk's audio mode has recorded, by locale file: all of a file (`null`), or the parts of it that sign-in, query
 * and rating show. Of `errors.json` it is what a citizen reads.
 */
const RECORDED: Readonly<Record<string, readonly string[] | null>> = {
  kiosk: [
    'attract',
    'audio',
    'cardLeft',
    'device',
    'digits',
    'display',
    'done',
    'ending',
    'guide',
    'help',
    'home',
    'idCard',
    'leave',
    'list',
    'manualId',
    'qrWay',
    'signIn',
  ],
  pad: [
    'action',
    'alreadyRated',
    'cancelled',
    'level',
    'rating',
    'saved',
    'stage',
    'text',
    'thanks',
    'timedOut',
    'unknownCase',
  ],
  progress: null,
  room: null,
  errors: null,
};

/**
 * Every text to record, once: `<file>.<key>`. A text with places for values is recorded in its parts, `<file>.<key>~<n>`,
 * between which numbers and names are spoken.
 */
export function spokenTexts(): SpokenTexts {
  const found: SpokenTexts = {};
  for (const locale of ['zh-CN', 'en'] as const) {
    const known = new Set<string>();
    const add = (id: string, text: string) => {
      if (!/\p{L}/u.test(text) || known.has(text)) return;
      known.add(text);
      found[id] = { ...found[id], [locale]: text };
    };
    for (const [file, parts] of Object.entries(RECORDED)) {
      const tree = JSON.parse(readFileSync(join(LOCALES_DIR, locale, `${file}.json`), 'utf8')) as Tree;
      for (const [key, text] of leaves(tree)) {
        if (file === 'errors' && !key.endsWith('.citizen')) continue;
        if (parts !== null && !parts.includes(key.split('.')[0] ?? '')) continue;
        const id = `${file}.${key.replace(/\.citizen$/, '')}`;
        const pieces = text.split(/\{\{\w+\}\}/);
        if (pieces.length === 1) add(id, text.trim());
        else pieces.forEach((piece, n) => void add(`${id}~${n}`, bare(piece)));
      }
    }
  }
  return found;
}

/** Without what separates it from a value. */
export const bare = (text: string): string => text.replaceAll(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '');

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, path = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
}
