import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { receiptSigned } from '../../contracts/receipt.ts';
import { createSecrets, loadHubKey } from '../../platform/secrets.ts';
import {
  type Simulator as CertificateLibrary,
  startCertificateLibrary,
} from '../../platform/simulators/certificates/simulator.ts';
import { systemTimers } from '../../platform/timers.ts';
import { hashSecret } from '../../terminal/staff-pin.ts';
import { type ConsoleClient, type CounterClient, consoleClient, counterClient } from './hub-clients.ts';
import { ROOT, type Service, startService } from './process.ts';

const LOGS = join(ROOT, 'test-results', 'logs');
export const STAFF_PIN = '246810';
/** Where the tests' pads stand. */
export const WINDOW = 'w03';

interface Access {
  console: { login: string; password: string; role: string }[];
  terminals: { terminalId: string; windowId: string; enrolmentCode: string }[];
  counter: { windowId: string; token: string }[];
}

/** A hub with the demonstration hall, in a process of its own, at an address that survives its restarts. */
export interface Hall {
  url: string;
  access: Access;
  /** The simulated e-certificate library that it asks. */
  library: CertificateLibrary;
  stop(): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
  counter(windowId?: string): CounterClient;
  /** Cancels whatever requests are still open. */
  takeBack(): Promise<void>;
  signIn(role?: string): Promise<ConsoleClient>;
  account(role: string): { login: string; password: string };
  /** Text of the QR on a receipt that this hub would print. */
  receipt(caseNo: string, stage: 1 | 2): string;
  /** Sets a setting of the hub (table `setting`); it holds from the next call on. */
  set(key: string, value: object): Promise<void>;
  /** What earlier tests left to their citizens, who are the same persons: half-done applications and addresses. */
  forgetLeft(): Promise<void>;
  close(): Promise<void>;
}

export async function openHall(): Promise<Hall> {
  const dir = mkdtempSync(join(tmpdir(), 'hall-e2e-'));
  const port = await freePort();
  const library = await startCertificateLibrary({ timers: systemTimers });
  const env = {
    HUB_DATA: join(dir, 'hub'),
    HUB_PORT: String(port),
    HUB_DEMO: '1',
    HUB_DEMO_LIBRARY: library.url,
    HUB_PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
  const start = () => startService(['dist/hub/main.js'], env, join(dir, 'hub.log'));
  mkdirSync(join(dir, 'hub'), { recursive: true });
  let service = await start();
  const url = service.url;
  const access = JSON.parse(readFileSync(join(dir, 'hub', 'demo-access.json'), 'utf8')) as Access;
  const secrets = createSecrets(loadHubKey(join(dir, 'hub'), undefined));
  const account = (role: string) => {
    const found = access.console.find((a) => a.role === role);
    if (found === undefined) throw new Error(`no demonstration account of role ${role}`);
    return found;
  };
  const counter = (windowId = WINDOW) =>
    counterClient(url, access.counter.find((c) => c.windowId === windowId)?.token ?? '', (id) =>
      asked.push([windowId, id]),
    );
  /** Requests of the tests so far: what one leaves open must not ring at the next one's pad. */
  const asked: [windowId: string, id: string][] = [];
  return {
    url,
    access,
    library,
    async takeBack() {
      for (const [windowId, id] of asked.splice(0)) await counter(windowId).cancel(id);
    },
    stop: () => service.stop(),
    kill: () => service.kill(),
    async start() {
      service = await start();
    },
    counter,
    signIn(role = 'admin') {
      const { login, password } = account(role);
      return consoleClient(url, login, password);
    },
    account,
    set: (key, value) =>
      inDatabase(
        join(dir, 'hub'),
        `insert into setting (key, value) values ($1, $2)
         on conflict (key) do update set value = excluded.value, changed_at = now()`,
        [key, JSON.stringify(value)],
      ),
    async forgetLeft() {
      for (const table of ['draft', 'citizen_address'])
        await inDatabase(join(dir, 'hub'), `delete from ${table}`);
    },
    receipt(caseNo, stage) {
      const signed = receiptSigned(caseNo, stage);
      return `${signed}.${secrets.sign(signed)}`;
    },
    async close() {
      await service.stop();
      await library.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** By the hub's own embedded database, as whoever sets up a hall does. */
async function inDatabase(hubDir: string, text: string, values: readonly string[] = []): Promise<void> {
  const password = readFileSync(join(hubDir, 'postgres.password'), 'utf8').trim();
  const port = readFileSync(join(hubDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
  const client = new pg.Client(`postgres://hall:${password}@127.0.0.1:${port}/hall`);
  await client.connect();
  try {
    await client.query(text, [...values]);
  } finally {
    await client.end();
  }
}

/** A counter pad's terminal service in a process of its own, with a store of its own. */
export interface Pad {
  /** The address that opens the screen; a new one after each start. */
  url(): string;
  terminalId: string;
  dir: string;
  /** Of the terminal service. */
  pid(): number;
  stop(): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

let serial = 0;

/** Takes the window's pad out of service and puts a new one in its place. */
export const openPad = (hall: Hall, over: Record<string, unknown> = {}): Promise<Pad> =>
  openTerminal(hall, 'pad', WINDOW, over);

/** A kiosk with these devices, at the place where the demonstration's kiosk stands, or at another. */
export const openKiosk = (
  hall: Hall,
  devices: readonly unknown[],
  over: Record<string, unknown> = {},
  env: NodeJS.ProcessEnv = {},
  place = 'k01',
): Promise<Pad> => openTerminal(hall, 'kiosk', place, { panel: KIOSK_PANEL, devices, ...over }, env);
const KIOSK_PANEL = { widthPx: 1080, heightPx: 1920, diagonalInch: 21.5 };

async function openTerminal(
  hall: Hall,
  role: 'pad' | 'kiosk',
  windowId: string,
  over: Record<string, unknown>,
  env: NodeJS.ProcessEnv = {},
): Promise<Pad> {
  await hall.takeBack();
  const admin = await hall.signIn();
  const terminals = await admin.get<{ rows: { id: string; windowId: string; state: string }[] }>(
    '/terminals',
  );
  for (const t of terminals.body.rows)
    if (t.windowId === windowId && t.state !== 'revoked') await admin.post(`/terminals/${t.id}/revoke`, {});
  serial += 1;
  const terminalId = `${role}-e2e-${process.pid}-${serial}`;
  const enrolled = await admin.post<{ code: string }>('/terminals', { terminalId, windowId });
  if (enrolled.status !== 200) throw new Error(`enrolment: ${JSON.stringify(enrolled.body)}`);

  const dir = mkdtempSync(join(tmpdir(), 'pad-e2e-'));
  const port = await freePort();
  const config = join(dir, 'terminal.json');
  writeFileSync(
    config,
    JSON.stringify({
      terminalId,
      role,
      hubUrl: hall.url,
      port,
      enrolmentCode: enrolled.body.code,
      staffPin: hashSecret(STAFF_PIN, new Uint8Array(16).fill(1)),
      ...over,
    }),
  );
  const start = () => startService(['dist/terminal/main.js', '--config', config], env, join(dir, 'pad.log'));
  let service: Service = await start();
  return {
    url: () => service.url,
    pid: () => service.pid,
    terminalId,
    dir,
    stop: () => service.stop(),
    kill: () => service.kill(),
    async start() {
      service = await start();
    },
    async close() {
      await service.stop();
      // Kept for whoever looks into a failure.
      mkdirSync(LOGS, { recursive: true });
      copyFileSync(join(dir, 'pad.log'), join(LOGS, `${terminalId}.log`));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Below those that the system gives to whoever asks for any: it would be somebody else's before it is used. */
const PORTS = { from: 20_000, count: 12_000 };
let nextPort = process.pid * 61;

/** A port that nobody listens on, and that this process gives out once. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + (nextPort++ % PORTS.count);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

let cases = 0;
/** A case number that no other test uses. */
export const newCaseNo = (): string => {
  cases += 1;
  return `E2E-${process.pid}-${cases}`;
};
