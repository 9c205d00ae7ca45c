import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { type Bytes, partsOf } from './bytes.ts';
import { isTooLarge } from './picture.ts';
import type { Suspicion } from './suspicion.ts';

/**
 * What a PDF (ISO 32000) should not carry when it is a scanned material: actions, attachments, encryption. Names are
 * looked for in all bytes, also where they are written with #xx escapes, and in the object streams (§ 7.5.7), which
 * are inflated within bounds. It is a look, not a parser: what it finds is marked for the reader, not refused.
 */
const READ_BYTES = 1024 * 1024;
/** Looked through at one time: longer texts pile up until the whole heap is collected. */
const WINDOW_BYTES = 64 * 1024;
/** Longer than any name that is looked for, all of it escaped, and the numbers behind it. */
const OVERLAP = 128;
const OBJECT_STREAMS = {
  most: 5_000,
  packedBytes: 8 * 1024 * 1024,
  bytes: 16 * 1024 * 1024,
  allBytes: 128 * 1024 * 1024,
};
/** Of an object stream, the most that is read at first; between its name and its data. */
const FIRST_READ = 128 * 1024;
const DICTIONARY = 4_096;
const TAIL_BYTES = 64 * 1024;

/** Each letter as itself or as #xx (§ 7.3.5). */
const escaped = (name: string): string =>
  [...name]
    .map((letter) => {
      const [high = '', low = ''] = letter.charCodeAt(0).toString(16);
      const hex = [high, low].map((d) => (/[a-f]/.test(d) ? `[${d}${d.toUpperCase()}]` : d)).join('');
      return `(?:${letter}|#${hex})`;
    })
    .join('');
const END = '(?![A-Za-z0-9#])';
const NAMES: Readonly<Record<string, Suspicion>> = {
  [`${escaped('JavaScript')}${END}`]: 'javascript',
  [`${escaped('Launch')}${END}`]: 'launch',
  [`${escaped('EmbeddedFile')}`]: 'embeddedFile',
  [`${escaped('RichMedia')}`]: 'embeddedFile',
  [`${escaped('Encrypt')}${END}`]: 'encrypted',
};
const FOUND = Object.values(NAMES);
const SEEK = new RegExp(
  `/(?:${Object.keys(NAMES)
    .map((n) => `(${n})`)
    .join('|')}|(${escaped('ObjStm')}${END})|Width\\s{1,8}(\\d{4,9}))`,
  'g',
);
const OBJECT_STREAM = FOUND.length + 1;
const WIDTH = FOUND.length + 2;

const inflated = promisify(inflate) as (
  bytes: Buffer,
  options: { maxOutputLength: number },
) => Promise<Buffer>;

export async function lookIntoPdf(bytes: Bytes): Promise<Set<Suspicion>> {
  const found = new Set<Suspicion>();
  const objectStreams: number[] = [];
  for await (const { at, part } of partsOf(bytes, READ_BYTES, OVERLAP))
    for (let from = 0; from < Math.min(READ_BYTES, part.length); from += WINDOW_BYTES) {
      const text = part.toString('latin1', from, from + WINDOW_BYTES + OVERLAP);
      for (const match of text.matchAll(SEEK)) {
        if (match.index >= WINDOW_BYTES) break;
        note(match, found);
        if (match[OBJECT_STREAM] !== undefined) objectStreams.push(at + from + match.index);
        if (match[WIDTH] !== undefined && isHuge(Number(match[WIDTH]), text, match.index))
          found.add('hugeImage');
        if (objectStreams.length > OBJECT_STREAMS.most) break;
      }
    }
  await lookIntoObjectStreams(bytes, objectStreams, found);
  if (await hasTail(bytes)) found.add('trailingData');
  return found;
}

function note(match: RegExpExecArray, found: Set<Suspicion>): void {
  for (const [i, suspicion] of FOUND.entries()) if (match[i + 1] !== undefined) found.add(suspicion);
}

/** The height stands in the same dictionary, before or behind. */
function isHuge(width: number, text: string, at: number): boolean {
  const near = text.slice(Math.max(0, at - 512), at + 512);
  return [...near.matchAll(/\/Height\s{1,8}(\d{1,9})/g)].some((m) =>
    isTooLarge({ width, height: Number(m[1]) }),
  );
}

async function lookIntoObjectStreams(bytes: Bytes, places: number[], found: Set<Suspicion>): Promise<void> {
  if (places.length > OBJECT_STREAMS.most) found.add('unchecked');
  let all = 0;
  for (const place of places.slice(0, OBJECT_STREAMS.most)) {
    const text = await unpack(bytes, place);
    if (text === null || all > OBJECT_STREAMS.allBytes) {
      found.add('unchecked');
      continue;
    }
    all += text.length;
    for (const match of text.matchAll(SEEK)) note(match, found);
  }
}

/** The object stream whose dictionary has its type at `place`; null: it cannot be unpacked within bounds. */
async function unpack(bytes: Bytes, place: number): Promise<string | null> {
  let packed = await bytes.read(place, DICTIONARY + FIRST_READ);
  const keyword = /stream\r?\n/.exec(packed.toString('latin1', 0, DICTIONARY));
  // The name alone, as in a text that speaks of it.
  if (keyword === null) return '';
  const start = keyword.index + keyword[0].length;
  if (packed.indexOf('endstream', start) < 0)
    packed = await bytes.read(place, DICTIONARY + OBJECT_STREAMS.packedBytes);
  const end = packed.indexOf('endstream', start);
  if (end < 0) return null;
  try {
    const plain = await inflated(packed.subarray(start, end), { maxOutputLength: OBJECT_STREAMS.bytes });
    return plain.toString('latin1');
  } catch {
    return null;
  }
}

/** Is there anything but white space behind the last end-of-file marker? */
async function hasTail(bytes: Bytes): Promise<boolean> {
  const tail = (await bytes.read(Math.max(0, bytes.size - TAIL_BYTES), TAIL_BYTES)).toString('latin1');
  const marker = tail.lastIndexOf('%%EOF');
  return marker < 0 || !/^[\s\0]*$/.test(tail.slice(marker + 5));
}
