import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type MaintenanceStatus, maintenanceStatus } from '../../contracts/maintenance.ts';
import { ok } from '../../contracts/result.ts';
import { type VirtualTime, virtualTime } from '../../contracts/testing/virtual-time.ts';
import { createDeviceManager, type DeviceManager } from '../devices/manager.ts';
import { declared, type FakeDrivers, fakeDrivers } from '../devices/testing/fake-driver.ts';
import { createStaffCheck, hashSecret, PIN_LOCK_MS, PIN_TRIES } from '../staff-pin.ts';
import { BADGE_MS } from './badge.ts';
import { createMaintenance, DISCOVER_MS, IDLE_MS, type Maintenance } from './maintenance.ts';

const PIN = { by: 'pin', pin: '246810' } as const;
const BADGE = { by: 'badge' } as const;
const staffConfig = {
  staffPin: hashSecret(PIN.pin, new Uint8Array(16).fill(1)),
  staffBadges: [hashSecret('STAFF-0001', new Uint8Array(16).fill(2))],
};
let dir: string;
let time: VirtualTime;
let fakes: FakeDrivers;
let devices: DeviceManager;
let maintenance: Maintenance;
const discover = vi.fn();
const log = vi.fn();

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hall-maintenance-'));
  time = virtualTime();
  fakes = fakeDrivers();
  log.mockClear();
  discover.mockReset();
  devices = createDeviceManager({
    declarations: [declared('scan'), declared('card', 'idCardReader')],
    dir,
    open: fakes.open,
    ...time,
    log,
  });
  let ids = 0;
  maintenance = createMaintenance({
    devices,
    staff: createStaffCheck(staffConfig, time.clock),
    facts: () => ({
      terminalId: 'kiosk-01',
      app: '0.1.0',
      online: true,
      queue: { ready: 0, dead: 0 },
      speech: null,
    }),
    discover,
    exportDiagnostics: async () => ok({ path: '/media/usb/bundle.zip', removable: true }),
    ...time,
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    log,
  });
  await time.advance(0);
});
afterEach(async () => {
  maintenance.stop();
  await devices.stop();
  rmSync(dir, { recursive: true, force: true });
});

const logged = (event: string) => log.mock.calls.filter(([name]) => name === event).map(([, data]) => data);
async function entered(): Promise<string> {
  const session = await maintenance.enter(PIN);
  if (!session.ok) throw new Error(session.error.code);
  return session.value.sessionId;
}
const isOver = (sessionId: string) => {
  const touched = maintenance.touch(sessionId);
  return !touched.ok && touched.error.code === 'session.over';
};

describe('entry by PIN', () => {
  test('opens a session, and the log says how', async () => {
    expect(isOver(await entered())).toBe(false);
    expect(logged('maintenance.entered')).toEqual([{ by: 'pin' }]);
  });

  test('is refused for a wrong one, and locked after five, together with the badges', async () => {
    for (let i = 0; i < PIN_TRIES - 1; i += 1)
      expect(await maintenance.enter({ by: 'pin', pin: '0000' })).toMatchObject({
        error: { code: 'pin.wrong' },
      });
    const byBadge = maintenance.enter(BADGE);
    fakes.of('scan').reads('STAFF-9999');
    expect(await byBadge).toMatchObject({ error: { code: 'pin.locked' } });
    expect(await maintenance.enter(PIN)).toMatchObject({ error: { code: 'pin.locked' } });
    expect(logged('maintenance.refused').at(-1)).toEqual({ by: 'pin', code: 'pin.locked' });
    expect(JSON.stringify(log.mock.calls)).not.toMatch(/0000|STAFF/);
    await time.advance(PIN_LOCK_MS);
    expect((await maintenance.enter(PIN)).ok).toBe(true);
  });
});

describe('entry by badge', () => {
  test('opens a session with a badge that is on the list', async () => {
    const session = maintenance.enter(BADGE);
    expect(fakes.of('scan').armed).toBe(BADGE_MS);
    fakes.of('scan').reads(' STAFF-0001 ');
    expect((await session).ok).toBe(true);
    expect(fakes.of('scan').armed).toBeNull();
    expect(logged('maintenance.entered')).toEqual([{ by: 'badge' }]);
  });

  test('is refused with another code', async () => {
    const session = maintenance.enter(BADGE);
    fakes.of('scan').reads('https://example.cn/receipt');
    expect(await session).toMatchObject({ error: { code: 'badge.wrong' } });
  });

  test('ends after 15 s, with the page that asked, and with an entry by PIN', async () => {
    const late = maintenance.enter(BADGE);
    await time.advance(BADGE_MS);
    expect(await late).toMatchObject({ error: { code: 'badge.none' } });

    const page = new AbortController();
    const gone = maintenance.enter(BADGE, page.signal);
    page.abort();
    expect(await gone).toMatchObject({ error: { code: 'badge.none' } });
    expect(fakes.of('scan').armed).toBeNull();

    const overtaken = maintenance.enter(BADGE);
    const session = await entered();
    expect(await overtaken).toMatchObject({ error: { code: 'badge.none' } });
    fakes.of('scan').reads('STAFF-0001');
    await time.advance(0);
    expect(isOver(session)).toBe(false);
  });

  test('waits once at a time, and needs a scanner', async () => {
    const first = maintenance.enter(BADGE);
    expect(await maintenance.enter(BADGE)).toMatchObject({ error: { code: 'device.busy' } });
    await time.advance(BADGE_MS);
    await first;
    fakes.of('scan').becomes('missing', 'device.unplugged');
    expect(await maintenance.enter(BADGE)).toMatchObject({ error: { code: 'device.missing' } });
  });
});

describe('a session', () => {
  test('ends after five minutes without a touch', async () => {
    const session = await entered();
    await time.advance(IDLE_MS - 1);
    expect(isOver(session)).toBe(false);
    await time.advance(IDLE_MS);
    expect(isOver(session)).toBe(true);
    expect(logged('maintenance.ended')).toEqual([{ by: 'pin', why: 'idle' }]);
  });

  test('gives way to the next one who proves themselves', async () => {
    const first = await entered();
    const second = await entered();
    expect(isOver(first)).toBe(true);
    expect(isOver(second)).toBe(false);
    expect(maintenance.leave(first).ok).toBe(true);
    expect(isOver(second)).toBe(false);
  });

  test('is over for every call once it was left', async () => {
    const session = await entered();
    maintenance.leave(session);
    const over = { ok: false, error: { code: 'session.over' } };
    expect(await maintenance.act(session, 'selfTest', 'scan', (d) => d.selfTest('scan'))).toMatchObject(over);
    expect(await maintenance.discover(session)).toMatchObject(over);
    expect(await maintenance.exportDiagnostics(session)).toMatchObject(over);
    expect((await maintenance.watch(session).next()).done).toBe(true);
    expect(discover).not.toHaveBeenCalled();
  });
});

describe('the status', () => {
  async function next(watch: AsyncGenerator<MaintenanceStatus, void, void>): Promise<MaintenanceStatus> {
    const { value } = await watch.next();
    if (value === undefined) throw new Error('the watch has ended');
    return maintenanceStatus.parse(value);
  }

  test('comes at once and with every change, and ends with the session', async () => {
    const session = await entered();
    const watch = maintenance.watch(session);
    const first = await next(watch);
    expect(first).toMatchObject({ terminalId: 'kiosk-01', online: true, leftMs: IDLE_MS });
    expect(first.devices.map((d) => [d.id, d.state])).toEqual([
      ['scan', 'ok'],
      ['card', 'ok'],
    ]);
    fakes.of('card').becomes('fault', 'device.garbled');
    const second = await next(watch);
    expect(second.devices[1]).toMatchObject({ state: 'fault', code: 'device.garbled' });
    expect(second.revision).toBeGreaterThan(first.revision);
    await time.advance(60_000);
    maintenance.changed();
    expect((await next(watch)).leftMs).toBe(IDLE_MS - 60_000);
    const end = watch.next();
    await time.advance(IDLE_MS);
    expect((await end).done).toBe(true);
  });

  test('ends with the page that watches', async () => {
    const session = await entered();
    const page = new AbortController();
    const watch = maintenance.watch(session, page.signal);
    await watch.next();
    const end = watch.next();
    page.abort();
    expect((await end).done).toBe(true);
    expect(isOver(session)).toBe(false);
  });
});

describe('an action', () => {
  test('is done, counts as a touch, and is in the log with who, what and which device', async () => {
    const session = await entered();
    await time.advance(IDLE_MS - 1);
    const tested = await maintenance.act(session, 'selfTest', 'scan', (d) => d.selfTest('scan'));
    expect(tested).toMatchObject({ ok: true, value: { ok: true } });
    await time.advance(IDLE_MS - 1);
    await maintenance.act(session, 'testPage', 'scan', (d) => d.testPage('scan'));
    expect(logged('maintenance.action')).toEqual([
      { by: 'pin', what: 'selfTest', device: 'scan', ok: true, code: null },
      { by: 'pin', what: 'testPage', device: 'scan', ok: false, code: 'device.unsupported' },
    ]);
  });

  test('of the terminal: diagnostics, and a scan of the ports that is given up after its time', async () => {
    const session = await entered();
    expect(await maintenance.exportDiagnostics(session)).toMatchObject({ value: { removable: true } });
    const port = { type: 'serial', port: { path: '/dev/ttyUSB0' }, label: 'x', usedBy: null };
    discover.mockResolvedValueOnce([port]);
    expect(await maintenance.discover(session)).toEqual({ ok: true, value: [port] });
    discover.mockReturnValueOnce(new Promise(() => undefined));
    const hanging = maintenance.discover(session);
    await time.advance(DISCOVER_MS);
    expect(await hanging).toMatchObject({ error: { code: 'device.timeout' } });
  });
});
