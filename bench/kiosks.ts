/**
 * Three hundred kiosks in sessions of all kinds at one hub: each asks as a citizen's touches make it ask, with the pauses
 * of somebody who reads. Every answer counts, whatever it was about.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, dayOf } from '../contracts/hall-time.ts';
import { manyItems } from '../contracts/testing/many-items.ts';
import { personAt } from '../platform/bookings/testing/hall.ts';
import { putItems } from '../platform/catalogue/put.ts';
import { loadDeviceKey } from '../sync/hub/device-key.ts';
import { type Fleet, openFleet } from './lib/fleet.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const KIOSKS = Number(process.env.BENCH_KIOSKS ?? 300);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 60);
const ITEMS = 600;
const MATTERS = 20;
/** A citizen reads for so long between two touches that ask the hub, ms. */
const READS_MS = [1_000, 4_000] as const;
const MAX_P99_MS = 300;

type Ask = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Record<string, unknown>>;
interface Seen {
  what: string;
  ms: number;
  status: number;
}

export async function benchKiosks(): Promise<Figure[]> {
  const fleet = await openFleet(KIOSKS);
  try {
    await furnish(fleet);
    const seen: Seen[] = [];
    const signed = await Promise.all(
      fleet.terminals.map((t, n) => sleep(n * 20).then(() => signIn(fleet, t))),
    );
    const until = performance.now() + SECONDS * 1_000;
    await Promise.all(
      signed.map(async (token, n) => {
        const ask = asking(fleet.hub.url, token, seen);
        await sleep(Math.random() * READS_MS[1]);
        for (let visit = 0; performance.now() < until; visit += 1) await session(ask, n, visit, until);
      }),
    );
    const times = seen.map((s) => s.ms);
    const failed = seen.filter((s) => s.status >= 500 || s.status === 429);
    const p99 = percentile(times, 0.99);
    return [
      {
        what: `${KIOSKS} kiosks in random sessions, ${SECONDS} s, ${seen.length} questions (${round(seen.length / SECONDS)} a second)`,
        measured: `p50 ${round(percentile(times, 0.5))} ms, p99 ${round(p99)} ms, ${failed.length} failed`,
        rawLimit: `p99 ${round(percentile(await bare(fleet.hub.url), 0.99))} ms (an empty call, afterwards)`,
        target: `p99 ≤ ${MAX_P99_MS} ms`,
        met: p99 <= MAX_P99_MS && failed.length === 0,
      },
      ...[...new Set(seen.map((s) => s.what))].sort().map((what): Figure => {
        const own = seen.filter((s) => s.what === what).map((s) => s.ms);
        return {
          what: `  ${what}`,
          measured: `p99 ${round(percentile(own, 0.99))} ms of ${own.length}`,
          met: null,
        };
      }),
      { what: 'hub’s memory after it', measured: `${round(fleet.hubMemory())} MB`, met: null },
    ];
  } finally {
    await fleet.close();
  }
}

/** One citizen: looks for a service, books, follows what there is, or calls for help. */
async function session(ask: Ask, kiosk: number, visit: number, until: number): Promise<void> {
  const person = personAt(kiosk * 1_000 + visit);
  const reads = async () => {
    const [least, most] = READS_MS;
    if (performance.now() < until) await sleep(least + Math.random() * (most - least));
  };
  switch (Math.floor(Math.random() * 4)) {
    case 0: {
      await ask('POST', '/kiosk/catalogue/changes', { after: ITEMS });
      break;
    }
    case 1: {
      const matterId = `m${Math.floor(Math.random() * MATTERS)}`;
      const day = addDays(dayOf(Date.now()), 1 + Math.floor(Math.random() * 10));
      await ask('POST', '/kiosk/bookings/days', { matterId });
      await reads();
      await ask('POST', '/kiosk/bookings/slots', { matterId, day });
      await reads();
      const minute = 540 + 30 * Math.floor(Math.random() * 6);
      const wish = { id: randomUUID(), phone: null, matterId, day, minute, locale: 'zh-CN' };
      await ask('POST', '/kiosk/bookings', { ...wish, person });
      await reads();
      await ask('POST', '/kiosk/bookings/list', { person });
      break;
    }
    case 2: {
      await ask('POST', '/kiosk/applications/cases', { person });
      await reads();
      await ask('POST', '/kiosk/applications/messages', { person });
      await reads();
      await ask('POST', '/kiosk/applications/case', { person: null, no: 'WD2026-000001' });
      break;
    }
    default: {
      await ask('POST', '/kiosk/help', { at: 'home' });
      await reads();
      await ask('POST', '/kiosk/citizens/overview', { person });
    }
  }
  await reads();
}

function asking(url: string, token: string, seen: Seen[]): Ask {
  return async (method, path, body) => {
    const from = performance.now();
    const response = await fetch(`${url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    seen.push({ what: path, ms: performance.now() - from, status: response.status });
    return answer;
  };
}

async function signIn({ hub }: Fleet, { id, dir }: Fleet['terminals'][number]): Promise<string> {
  const key = loadDeviceKey(dir);
  if (!key.ok) throw new Error(key.error.code);
  const post = async (path: string, body: unknown) => {
    const response = await fetch(`${hub.url}/v1/terminal/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { nonce: string; token: string };
  };
  const { nonce } = await post('challenge', { terminalId: id });
  const { token } = await post('token', {
    terminalId: id,
    nonce,
    signature: key.value.prove(id, nonce),
  });
  return token;
}

async function furnish({ db }: Fleet): Promise<void> {
  const now = () => new Date();
  const department = await db.selectFrom('department').select('id').executeTakeFirstOrThrow();
  const items = manyItems(ITEMS).map((item) => ({ ...item, departmentId: department.id }));
  await db.transaction().execute((trx) => putItems(trx, { now }, 'hall', items));
  await db
    .insertInto('booking_matter')
    .values(
      Array.from({ length: MATTERS }, (_, n) => ({
        id: `m${n}`,
        department_id: department.id,
        item_code: null,
        name_zh: `事项${n}`,
        name_en: `Matter ${n}`,
        place_zh: '1号窗口',
        place_en: 'Window 1',
        opening: JSON.stringify([{ weekdays: [1, 2, 3, 4, 5], from: 540, to: 720 }]),
        slot_minutes: 30,
        capacity: 10,
      })),
    )
    .execute();
}

async function bare(url: string): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < 200; n += 1) {
    const from = performance.now();
    await (await fetch(`${url}/healthz`)).arrayBuffer();
    times.push(performance.now() - from);
  }
  return times;
}

if (import.meta.main) printTable('Kiosks', await benchKiosks());
