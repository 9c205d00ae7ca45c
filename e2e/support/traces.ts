import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import iconv from 'iconv-lite';
import { filesIn } from './files.ts';

/** Looks for what must not be left of a citizen: in files, on a page, in what a browser keeps, in its memory. */

interface Form {
  /** Such as `number as UTF-16LE`. */
  name: string;
  bytes: Buffer;
}

/** A secret as bytes may hold it: plain, in the character sets of devices, as JSON, URL or base64 write it. */
export function formsOf(what: string, text: string): Form[] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  const forms: [string, Buffer][] = [
    ['UTF-8', utf8],
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ['GB 18030', iconv.encode(text, 'gb18030')],
    ['JSON', Buffer.from(escaped(text))],
    ['URL', Buffer.from(encodeURIComponent(text))],
    ['hex', Buffer.from(utf8.toString('hex'))],
    ...base64(utf8).map((b, i): [string, Buffer] => [`base64 of UTF-8 +${i}`, b]),
    ...base64(utf16).map((b, i): [string, Buffer] => [`base64 of UTF-16 +${i}`, b]),
  ];
  return forms.map(([form, bytes]) => ({ name: `${what} as ${form}`, bytes }));
}

const escaped = (text: string): string =>
  [...text].map((c) => (c > '~' ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}` : c)).join('');

/** What base64 makes of the bytes wherever they lie in a longer text: the characters that no neighbour changes. */
function base64(bytes: Buffer): Buffer[] {
  return [0, 1, 2].map((before) => {
    const all = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const from = before === 0 ? 0 : before + 1;
    const complete = Math.floor(((before + bytes.length) * 8) / 6);
    return Buffer.from(all.slice(from, complete));
  });
}

const allForms = (secrets: Readonly<Record<string, string>>): Form[] =>
  Object.entries(secrets).flatMap(([what, text]) => formsOf(what, text));

/** Every file under a folder that holds a secret, as `<path>: <form>`. */
export function tracesInFiles(dir: string, secrets: Readonly<Record<string, string>>): string[] {
  const forms = allForms(secrets);
  return filesIn(dir).flatMap((path) => {
    const bytes = readFileSync(path);
    return forms.filter((f) => bytes.includes(f.bytes)).map((f) => `${path}: ${f.name}`);
  });
}

/** What the page shows, holds in its fields, and keeps in the browser's stores, that is a secret. */
export async function tracesOnPage(page: Page, secrets: Readonly<Record<string, string>>): Promise<string[]> {
  const kept = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return {
      document: document.documentElement.outerHTML,
      fields: [...document.querySelectorAll('input, textarea')].map((e) => (e as HTMLInputElement).value),
      title: document.title,
      address: location.href,
      history: JSON.stringify(history.state),
      localStorage: JSON.stringify({ ...localStorage }),
      sessionStorage: JSON.stringify({ ...sessionStorage }),
      databases: databases.map((d) => d.name),
      caches: await caches.keys(),
      cookies: document.cookie,
      resources: performance.getEntriesByType('resource').map((e) => e.name),
    };
  });
  const forms = allForms(secrets);
  const traces = Object.entries(kept).flatMap(([where, what]) => {
    const bytes = Buffer.from(typeof what === 'string' ? what : JSON.stringify(what));
    return forms.filter((f) => bytes.includes(f.bytes)).map((f) => `${where}: ${f.name}`);
  });
  // The kiosk's page keeps nothing there at all.
  if (kept.databases.length > 0) traces.push(`databases: ${kept.databases}`);
  if (kept.caches.length > 0) traces.push(`caches: ${kept.caches}`);
  return traces;
}

/** Strings of the page's JavaScript memory, after a garbage collection, that are a secret. */
export async function tracesInHeap(page: Page, secrets: Readonly<Record<string, string>>): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const chunks: Buffer[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(Buffer.from(chunk)));
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  const bytes = Buffer.concat(chunks);
  if (bytes.length < 100_000) throw new Error(`no heap snapshot: ${bytes.length} bytes`);
  return allForms(secrets)
    .filter((f) => bytes.includes(f.bytes))
    .map((f) => `heap: ${f.name}`);
}
