import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ErrorCode } from '../../contracts/errors.ts';
import { type Locale, locale } from '../../contracts/primitives.ts';
import { productRoot } from '../paths.ts';

/** Sentence of a code in a language, for callers of the API (staff); the code itself where there is none. */
export type Texts = (code: ErrorCode, locale: Locale) => string;

const file = z.record(z.string(), z.object({ staff: z.string().optional() }));

/** Reads `assets/locales/<locale>/errors.json`; a language whose file is missing or broken falls back to the codes. */
export function loadTexts(folder: string = join(productRoot(), 'assets', 'locales')): Texts {
  const texts = new Map(locale.options.map((l) => [l, readLocale(join(folder, l, 'errors.json'))]));
  return (code, l) => texts.get(l)?.[code]?.staff ?? code;
}

function readLocale(path: string): z.infer<typeof file> {
  try {
    return file.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}

/** The caller's language by Accept-Language (RFC 9110 §12.5.4); Chinese unless English is clearly preferred. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((p) => p.trim().toLowerCase());
      const q = parameters.find((p) => p.startsWith('q='))?.slice(2);
      return { tag, weight: q === undefined ? 1 : Number(q) || 0 };
    });
  const weight = (language: string): number =>
    Math.max(
      0,
      ...wanted.filter((w) => w.tag === language || w.tag.startsWith(`${language}-`)).map((w) => w.weight),
    );
  return weight('en') > weight('zh') ? 'en' : 'zh-CN';
}
