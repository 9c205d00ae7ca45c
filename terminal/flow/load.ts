import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Flow, type FlowDocument, flowDocument, type Words, words } from '../../contracts/flow.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { checkFlow } from './check.ts';
import { type Fixture, fixture } from './fixtures.ts';

/** A flow that passed all checks, with its words in place. */
export interface LoadedFlow {
  flow: Flow;
  /** SHA-256 of the document and its texts, hex: a submission says which one it was made with. */
  hash: string;
  fixtures: readonly Fixture[];
}

const texts = z.record(z.string().max(80), z.string().min(1).max(1_000));
const MAX_FILE_BYTES = 1_000_000;
/** File names inside the folder of a flow: nothing leads out of it. */
const PLAIN_NAME = /^[A-Za-z0-9-]{1,50}\.json$/;

/**
 * Reads one flow's folder. A flow that fails any check is refused whole: `flow.invalid` with the reason for whoever
 * writes flows.
 */
export function loadFlow(dir: string): Result<LoadedFlow> {
  const hash = createHash('sha256');
  const read = (name: string): unknown => {
    if (!PLAIN_NAME.test(name)) throw new Error(`${name}: not a plain file name`);
    const bytes = readFileSync(join(dir, name));
    if (bytes.length > MAX_FILE_BYTES) throw new Error(`${name}: larger than ${MAX_FILE_BYTES} bytes`);
    hash.update(bytes);
    return JSON.parse(bytes.toString('utf8'));
  };
  try {
    const document = flowDocument.parse(read('flow.json'));
    const zh = texts.parse(read(document.i18n['zh-CN']));
    const en = texts.parse(read(document.i18n.en));
    const flow = withWords(document, zh, en);
    const fixtures = document.fixtures.map((name) => fixture.parse(read(name)));
    const faults = checkFlow(flow, fixtures);
    if (faults.length > 0) return fail('flow.invalid', faults.join('; '));
    return ok({ flow, hash: hash.digest('hex'), fixtures });
  } catch (e) {
    return fail('flow.invalid', reason(e));
  }
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
  return { flows, refused };
}

/** Puts the words of both languages in place of their keys. Each key is used, and each use has its words. */
function withWords(document: FlowDocument, zh: Record<string, string>, en: Record<string, string>): Flow {
  const unused = new Set([...Object.keys(zh), ...Object.keys(en)]);
  const say = (key: string): Words => {
    unused.delete(key);
    const both = words.safeParse({ zh: zh[key], en: en[key] });
    if (!both.success) throw new Error(`${key} lacks its words in zh-CN or en`);
    return both.data;
  };
  const flow = replaceKeys(document, say) as Flow;
  if (unused.size > 0) throw new Error(`texts that nothing uses: ${[...unused].join(' ')}`);
  return flow;
}

function replaceKeys(value: unknown, say: (key: string) => Words): unknown {
  if (typeof value === 'string') return value.startsWith('t.') ? say(value) : value;
  if (Array.isArray(value)) return value.map((v) => replaceKeys(v, say));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, replaceKeys(v, say)]));
}

function reason(e: unknown): string {
  if (!(e instanceof z.ZodError)) return e instanceof Error ? e.message : 'unreadable';
  const issue = e.issues[0];
  return `${issue?.path.join('.') || '(whole file)'}: ${issue?.message ?? 'invalid'}`;
}
