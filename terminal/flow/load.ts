import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Flow, type FlowDocument, flowDocument, type Words, words } from '../../contracts/flow.ts';
import { fail, type Result } from '../../contracts/result.ts';
import { checkFlow } from './check.ts';
import { DOCUMENT, type FlowFault, faultText } from './fault.ts';
import { type Fixture, fixture } from './fixtures.ts';
import { shapeFaults } from './shape-faults.ts';

/** A flow that passed all checks, with its words in place. */
export interface LoadedFlow {
  flow: Flow;
  /** SHA-256 of the document and its texts, hex: a submission says which one it was made with. */
  hash: string;
  fixtures: readonly Fixture[];
  /** Receipt number of the application that it adds to (补正); only of a flow that was made for one case. */
  supplements?: string;
}

const texts = z.record(z.string().max(80), z.string().min(1).max(1_000));
const MAX_FILE_BYTES = 1_000_000;
/** File names inside the folder of a flow: nothing leads out of it. */
const PLAIN_NAME = /^[A-Za-z0-9-]{1,50}\.json$/;

/** One flow's folder as it was read: sound, or everything that is wrong with it. */
export type ReadFlow = { ok: true; value: LoadedFlow } | { ok: false; faults: readonly FlowFault[] };

/**
 * Reads one flow's folder. A flow that fails any check is refused whole: `flow.invalid` with the reasons for whoever
 * writes flows.
 */
export function loadFlow(dir: string): Result<LoadedFlow> {
  const read = readFlow(dir);
  return read.ok ? read : fail('flow.invalid', read.faults.map(faultText).join('; '));
}

/** As `loadFlow`, with each fault by itself. */
export function readFlow(dir: string): ReadFlow {
  const hash = createHash('sha256');
  const faults: FlowFault[] = [];
  function read<T>(file: string, schema: z.ZodType<T>): T | null {
    try {
      const raw = readJson(dir, file, (bytes) => hash.update(bytes));
      const parsed = schema.safeParse(raw);
      if (parsed.success) return parsed.data;
      faults.push(...shapeFaults(file, raw, parsed.error));
    } catch (e) {
      faults.push(unreadable(file, e));
    }
    return null;
  }
  const document = read(DOCUMENT, flowDocument);
  if (document === null) return { ok: false, faults };
  const { i18n } = document;
  const zh = read(i18n['zh-CN'], texts);
  const en = read(i18n.en, texts);
  const fixtures = document.fixtures.flatMap((file) => {
    const one = read(file, fixture);
    return one === null ? [] : [{ ...one, file }];
  });
  if (zh === null || en === null || faults.length > 0) return { ok: false, faults };
  const flow = withWords(document, zh, en, faults);
  if (faults.length === 0) faults.push(...checkFlow(flow, fixtures));
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, value: { flow, hash: hash.digest('hex'), fixtures } };
}

/** Throws `Unreadable` with words, or what the disk says. */
function readJson(dir: string, file: string, onBytes: (bytes: Buffer) => void): unknown {
  if (!PLAIN_NAME.test(file)) throw new Unreadable('不是普通的文件名', 'not a plain file name');
  const bytes = readFileSync(join(dir, file));
  if (bytes.length > MAX_FILE_BYTES)
    throw new Unreadable(`超过 ${MAX_FILE_BYTES} 字节`, `larger than ${MAX_FILE_BYTES} bytes`);
  onBytes(bytes);
  return JSON.parse(bytes.toString('utf8'));
}

class Unreadable extends Error {
  readonly zh: string;
  constructor(zh: string, en: string) {
    super(en);
    this.zh = zh;
  }
}

function unreadable(file: string, e: unknown): FlowFault {
  const en = e instanceof Error ? e.message : 'unreadable';
  const zh =
    e instanceof Unreadable
      ? e.zh
      : e instanceof SyntaxError
        ? `不是正确的 JSON（${/line \d+ column \d+/.exec(en)?.[0] ?? en}）`
        : '文件不在，或者读不出来';
  return { file, step: null, zh, en: `${file}: ${en}` };
}

/** All flows under a folder; those that were refused are told with their reasons, the others serve. */
export function loadFlows(dir: string): { flows: LoadedFlow[]; refused: { id: string; reason: string }[] } {
  const flows: LoadedFlow[] = [];
  const refused: { id: string; reason: string }[] = [];
  for (const id of readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? [e.name] : [],
  )) {
    const loaded = loadFlow(join(dir, id));
    if (!loaded.ok) refused.push({ id, reason: loaded.error.detail ?? loaded.error.code });
    else if (loaded.value.flow.id !== id) refused.push({ id, reason: `its id is ${loaded.value.flow.id}` });
    else flows.push(loaded.value);
  }
  return { flows: flows.sort(byRank), refused };
}

const LAST = 1_000;
const byRank = ({ flow: a }: LoadedFlow, { flow: b }: LoadedFlow): number =>
  (a.rank ?? LAST) - (b.rank ?? LAST) || (a.id < b.id ? -1 : 1);

/** Puts the words of both languages in place of their keys. Each key is used, and each use has its words. */
function withWords(
  document: FlowDocument,
  zh: Record<string, string>,
  en: Record<string, string>,
  faults: FlowFault[],
): Flow {
  const files = { zh: document.i18n['zh-CN'], en: document.i18n.en };
  const used = new Set<string>();
  const say = (key: string): Words => {
    const isNew = !used.has(key);
    used.add(key);
    const both = { zh: zh[key] ?? '', en: en[key] ?? '' };
    const parsed = words.safeParse(both);
    for (const lang of ['zh', 'en'] as const)
      if (isNew && !parsed.success && parsed.error.issues.some((i) => i.path[0] === lang))
        faults.push({
          file: files[lang],
          step: null,
          zh: both[lang] === '' ? `缺少 ${key} 的文字` : `${key} 的文字太长`,
          en: both[lang] === '' ? `${key} lacks its words in ${lang}` : `${key} is too long in ${lang}`,
        });
    return both;
  };
  const flow = replaceKeys(document, say) as Flow;
  for (const [lang, own] of [
    ['zh', zh],
    ['en', en],
  ] as const) {
    const unused = Object.keys(own).filter((key) => !used.has(key));
    if (unused.length > 0)
      faults.push({
        file: files[lang],
        step: null,
        zh: `没有用到的文字：${unused.join(' ')}`,
        en: `texts that nothing uses: ${unused.join(' ')}`,
      });
  }
  return flow;
}

function replaceKeys(value: unknown, say: (key: string) => Words): unknown {
  if (typeof value === 'string') return value.startsWith('t.') ? say(value) : value;
  if (Array.isArray(value)) return value.map((v) => replaceKeys(v, say));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, replaceKeys(v, say)]));
}
