import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { deviceDeclaration } from '../../contracts/devices.ts';
import { fail, ok } from '../../contracts/result.ts';
import { hasCups } from '../../devices/document-printer/testing/cups.ts';
import { hasScanimage } from '../../devices/document-scanner/testing/scanimage.ts';
import { startSimulators } from '../../devices/simulators/bench.ts';
import { hasSocat } from '../../devices/testing/pty.ts';
import { systemClock, systemTimers } from '../../sync/clock.ts';
import { openDriver } from '../devices/drivers.ts';
import { createDeviceManager } from '../devices/manager.ts';
import { loadFlows } from '../flow/load.ts';
import { createKioskDesk } from './desk.ts';
import { openPages } from './pages.ts';
import { createStick } from './stick.ts';
import { noCertificates, noDrafts, noHallDrafts, noPhone, noReuse } from './testing/no-hub.ts';

const WAIT = { timeout: 30_000 };
const isThere = hasSocat() && hasCups() && hasScanimage();
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  vi.unstubAllEnvs();
});

/** Drivers and wires of the product: serial lines, `scanimage`, a print queue of CUPS. */
test.skipIf(!isThere)(
  'a guided flow reads a card and a code, scans by SANE, and prints its slip through CUPS (needs socat, scanimage, cups)',
  { timeout: 90_000 },
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'kiosk-real-'));
    ends.push(() => rmSync(dir, { recursive: true, force: true }));
    const bench = await startSimulators({ idCard: { over: 'pty' }, code: { over: 'pty' }, printing: true });
    ends.push(() => bench.stop());
    vi.stubEnv('CUPS_SERVER', bench.printing.server);
    const scanner = deviceDeclaration.parse({
      id: 'sane',
      class: 'documentScanner',
      driver: 'sane',
      required: false,
      port: { type: 'sane', device: 'test:0' },
    });
    const clock = systemClock();
    const timers = systemTimers();
    const devices = createDeviceManager({
      declarations: [...bench.declarations(), scanner],
      dir,
      open: openDriver,
      clock,
      timers,
      log: () => undefined,
    });
    ends.push(() => devices.stop());
    const desk = createKioskDesk({
      terminalId: 'kiosk-01',
      flows: loadFlows(join(import.meta.dirname, '../../assets/flows')).flows,
      devices,
      pages: openPages(join(dir, 'pages')),
      clock,
      timers,
      newId: () => crypto.randomUUID(),
      log: () => undefined,
      submission: { run: async () => ({ ok: false, code: 'store.fault', stepId: null }), forget: () => {} },
      drafts: noDrafts,
      hall: noHallDrafts,
      stick: createStick(() => null),
      link: { online: () => false, ask: async () => fail('hub.unreachable') },
      phone: noPhone,
      reuse: noReuse,
      certificates: noCertificates,
      form: async () => fail('apply.pageMissing'),
    });
    ends.push(() => desk.stop());
    const states = () => Object.fromEntries(devices.summaries().map((d) => [d.id, d.state]));
    await expect.poll(states, WAIT).toEqual({ card: 'ok', code: 'ok', printer: 'ok', sane: 'ok' });

    expect(desk.begin('zh-CN')).toEqual(ok(null));
    expect(desk.start(desk.visit()?.id ?? '', 'residence-precheck')).toEqual(ok(null));
    const id = desk.session()?.id ?? '';
    const answer = (step: string) => desk.session()?.flow.answers[step];
    const choose = (option: string) => {
      desk.say(id, { type: 'choose', option });
      desk.say(id, { type: 'next' });
    };
    choose('yes');
    await bench.idCard.insert('resident');
    await expect.poll(() => answer('who'), WAIT).toMatchObject({ type: 'idCard', card: { name: '张伟民' } });
    desk.say(id, { type: 'next' });
    choose('rent');

    await expect.poll(() => desk.scanSources(), WAIT).toContain('flatbed');
    expect(desk.scan(id, 'flatbed')).toEqual(ok(null));
    await expect.poll(() => desk.session()?.flow.phase, WAIT).toBe('waiting');
    const lease = answer('lease');
    const [page] = lease?.type === 'pages' ? lease.pages : [];
    if (page === undefined) throw new Error(`no page: ${desk.session()?.flow.code}`);
    const scanned = desk.page(id, page.id);
    if (!scanned.ok) throw new Error(scanned.error.code);
    expect(scanned.value.bytes.length).toBeGreaterThan(10_000);
    // As the screens do when they have straightened it.
    expect(desk.putPage(id, { ...scanned.value, dpi: page.dpi, warnings: [] }, page.id)).toEqual(ok(null));
    desk.say(id, { type: 'next' });

    await expect.poll(() => bench.code.scan('PDS-2026-000123'), WAIT).toBe(true);
    await expect.poll(() => answer('booking'), WAIT).toEqual({ type: 'code', text: 'PDS-2026-000123' });
    desk.say(id, { type: 'next' });
    desk.say(id, { type: 'next' });
    await expect.poll(() => answer('slip') ?? desk.session()?.flow.code, WAIT).toEqual({ type: 'printed' });
    const printed = bench.printing.printed();
    expect(printed).toHaveLength(1);
    expect(Buffer.from(printed[0]?.subarray(0, 5) ?? []).toString()).toBe('%PDF-');

    desk.finish(desk.visit()?.id ?? '');
    expect(readdirSync(join(dir, 'pages'))).toEqual([]);
  },
);
