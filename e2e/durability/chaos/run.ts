import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Database } from '../../../platform/db/schema.ts';
import { freePort } from '../../support/hall.ts';
import { seededRandom } from '../workload/seeded-random.ts';
import { type ChaosProxy, startChaosProxy } from './proxy.ts';

export interface ChaosOptions {
  seed: number;
  /** Ratings that each terminal saves. */
  ratings: number;
  /** Terminals with their enrolment codes; each stands at a window of its own. */
  terminals: { id: string; code: string }[];
  db: Kysely<Database>;
  databaseUrl: string;
  /** A mutation of the terminals or of the hub, by name. */
  mutation?: { of: 'terminal' | 'hub'; name: string };
  /** How long the trouble lasts, ms. */
  troubleMs: number;
  /** Longest wait for every queue to run empty afterwards, ms. */
  drainMs: number;
}
export interface ChaosReport {
  seed: number;
  saved: number;
  kills: { hub: number; terminal: number };
  counts: ChaosProxy['counts'];
  /** What is wrong; nothing = every promise was kept. */
  wrong: string[];
}

const ROOT = join(import.meta.dirname, '../../..');
const MUTATE = join(import.meta.dirname, '../mutation/mutate.ts');
const TROUBLE = 0.35;

/** Terminals that save while the network, the hub and they themselves come to grief; then peace, and the reckoning. */
export async function runChaos(o: ChaosOptions): Promise<ChaosReport> {
  const random = seededRandom(o.seed);
  const base = mkdtempSync(join(tmpdir(), 'chaos-'));
  const hubPort = await freePort();
  const proxy = await startChaosProxy(hubPort, random);
  const told = o.terminals.map(() => ({
    tried: new Map<string, string>(),
    saved: new Map<string, string>(),
    empty: false,
  }));
  const kills = { hub: 0, terminal: 0 };
  let hub = startHub(hubPort, base, o);
  const pads = o.terminals.map((_, i) => startPad(i));

  function startPad(i: number): ChildProcess {
    const t = o.terminals[i];
    const mine = told[i];
    if (t === undefined || mine === undefined) throw new Error('no such terminal');
    const first = mine.tried.size;
    const args = [
      join(import.meta.dirname, 'terminal.ts'),
      join(base, t.id),
      t.id,
      t.code,
      proxy.url,
      String(first),
      String(o.ratings - first),
    ];
    const child = start(args, o.mutation?.of === 'terminal' ? o.mutation.name : undefined, {});
    mine.empty = false;
    lines(child, (line) => {
      const [what, id = '', hash = ''] = line.split(' ');
      if (what === 'try') mine.tried.set(id, hash);
      else if (what === 'saved') mine.saved.set(id, hash);
      else if (what === 'empty') mine.empty = true;
    });
    return child;
  }

  try {
    proxy.setTrouble(TROUBLE);
    const end = Date.now() + o.troubleMs;
    while (Date.now() < end) {
      await sleep(150 + random() * 350);
      const what = random();
      if (what < 0.2) {
        await kill(hub);
        kills.hub += 1;
        await sleep(random() * 300);
        hub = startHub(hubPort, base, o);
      } else if (what < 0.5) {
        const i = Math.floor(random() * pads.length);
        await kill(pads[i]);
        kills.terminal += 1;
        pads[i] = startPad(i);
      } else if (what < 0.6) {
        proxy.setCut(true);
        await sleep(random() * 500);
        proxy.setCut(false);
      }
    }
    proxy.setTrouble(0);
    for (const mine of told) mine.empty = false;
    const deadline = Date.now() + o.drainMs;
    while (told.some((t) => !t.empty) && Date.now() < deadline) await sleep(100);
    const wrong = told.every((t) => t.empty) ? [] : ['a queue did not run empty'];
    wrong.push(...(await reckon(o.db, told)));
    return {
      seed: o.seed,
      saved: told.reduce((n, t) => n + t.saved.size, 0),
      kills,
      counts: proxy.counts,
      wrong,
    };
  } finally {
    await Promise.all([kill(hub), ...pads.map(kill)]);
    await proxy.close();
    rmSync(base, { recursive: true, force: true });
  }
}

/** shown-saved ⊆ hub, effects unique, no phantoms, hashes match. */
async function reckon(
  db: Kysely<Database>,
  told: { tried: Map<string, string>; saved: Map<string, string> }[],
): Promise<string[]> {
  const wrong: string[] = [];
  const ratings = await db
    .selectFrom('rating as r')
    .innerJoin('inbox as i', (j) =>
      j
        .onRef('i.terminal_id', '=', 'r.terminal_id')
        .onRef('i.epoch', '=', 'r.epoch')
        .onRef('i.seq', '=', 'r.seq'),
    )
    .select(['r.id', 'r.status', 'i.sha256'])
    .execute();
  const inbox = await db
    .selectFrom('inbox')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  const quarantine = await db
    .selectFrom('quarantine')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  if (Number(inbox.n) !== ratings.length)
    wrong.push(`${inbox.n} rows received but ${ratings.length} took effect`);
  if (Number(quarantine.n) > 0) wrong.push(`${quarantine.n} rows in quarantine`);
  const tried = new Map(told.flatMap((t) => [...t.tried]));
  const saved = new Map(told.flatMap((t) => [...t.saved]));
  const seen = new Map<string, string>();
  for (const r of ratings) {
    if (seen.has(r.id)) wrong.push(`${r.id} counts twice`);
    if (r.status === 'duplicate') wrong.push(`${r.id} was taken for a second rating of its case`);
    if (tried.get(r.id) !== r.sha256.toString('hex')) wrong.push(`${r.id} is not what was given`);
    seen.set(r.id, r.sha256.toString('hex'));
  }
  for (const [id, hash] of saved)
    if (seen.get(id) !== hash) wrong.push(`${id} was called saved and is not in the hub`);
  return wrong;
}

function startHub(port: number, base: string, o: ChaosOptions): ChildProcess {
  const env = {
    DATABASE_URL: o.databaseUrl,
    HUB_DATA: join(base, 'hub'),
    HUB_PORT: String(port),
    LOG_LEVEL: 'error',
  };
  return start([join(ROOT, 'platform/main.ts')], o.mutation?.of === 'hub' ? o.mutation.name : undefined, env);
}

function start(args: string[], mutation: string | undefined, env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, [...(mutation === undefined ? [] : ['--import', MUTATE]), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env, HALL_MUTATION: mutation, VITEST: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr?.on('data', (d) => process.env.HALL_CHAOS_LOG !== undefined && process.stderr.write(d));
  child.stdout?.resume();
  return child;
}

function lines(child: ChildProcess, f: (line: string) => void): void {
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', f);
}

function kill(child: ChildProcess | undefined): Promise<void> {
  return new Promise((dead) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return dead();
    child.once('exit', () => dead());
    child.kill('SIGKILL');
  });
}
