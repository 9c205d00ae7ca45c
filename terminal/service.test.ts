import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { terminalConfig } from '../contracts/config.ts';
import type { terminalContract } from '../contracts/terminal.ts';
import { type VirtualTime, virtualTime } from '../contracts/testing/virtual-time.ts';
import { declared, declaredWedge, type FakeDrivers, fakeDrivers } from './devices/testing/fake-driver.ts';
import { IDLE_MS } from './maintenance/maintenance.ts';
import { startService, type TerminalService } from './service.ts';
import { hashSecret, PIN_TRIES } from './staff-pin.ts';

/** The service as its screens see it: devices and maintenance through the contract, with fake drivers below. */
const PIN = '246810';
let dir: string;
let time: VirtualTime;
let fakes: FakeDrivers;
let service: TerminalService;
let client: ContractRouterClient<typeof terminalContract>;
const log = vi.fn();
const onExit = vi.fn();

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hall-service-'));
  time = virtualTime();
  fakes = fakeDrivers();
  log.mockClear();
  onExit.mockClear();
  const started = startService({
    flowsDir: join(import.meta.dirname, '../assets/flows'),
    config: terminalConfig.parse({
      terminalId: 'kiosk-01',
      role: 'kiosk',
      hubUrl: 'http://127.0.0.1:1',
      staffPin: hashSecret(PIN, new Uint8Array(16).fill(1)),
      staffBadges: [hashSecret('STAFF-0001', new Uint8Array(16).fill(2))],
      devices: [declared('scan'), declared('cam', 'camera'), declaredWedge('keys')],
    }),
    dir,
    app: '0.1.0',
    ...time,
    key: new Uint8Array(32).fill(3),
    openDevice: fakes.open,
    findStick: () => null,
    recentLog: () => ['{"event":"x","phone":"13912345678"}'],
    onExit,
    log,
  });
  if (!started.ok) throw new Error(started.error.detail);
  service = started.value;
  client = createRouterClient(service.router);
  await time.advance(0);
});
afterEach(async () => {
  await service.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function next<T>(watch: AsyncIterator<T, unknown>): Promise<T> {
  const step = await watch.next();
  if (step.done === true) throw new Error('the watch has ended');
  return step.value;
}
async function entered(): Promise<string> {
  const session = await client.maintenance.enter({ by: 'pin', pin: PIN });
  if (!session.ok) throw new Error(session.code);
  return session.value.sessionId;
}

describe('devices', () => {
  test('are followed by any screen; statistics alone are no news', async () => {
    const watch = await client.devices.watch();
    const states = async () => (await next(watch)).map((d) => `${d.id} ${d.state}`);
    expect(await states()).toEqual(['scan ok', 'cam missing', 'keys missing']);
    fakes.of('scan').tracker.done(20);
    expect(await client.devices.pageReport({ deviceId: 'cam', state: 'ok', code: null })).toEqual({
      ok: true,
      value: null,
    });
    expect(await states()).toEqual(['scan ok', 'cam ok', 'keys missing']);
    await watch.return?.();
  });

  test('that are not the screens’ own take no report, and refusals are codes', async () => {
    expect(await client.devices.pageReport({ deviceId: 'scan', state: 'ok', code: null })).toEqual({
      ok: false,
      code: 'not.found',
    });
    await expect(client.devices.wedge({ text: '' })).rejects.toThrow();
  });
});

describe('maintenance', () => {
  test('shares its lock with the way out of the kiosk', async () => {
    for (let i = 0; i < PIN_TRIES; i += 1) await client.maintenance.enter({ by: 'pin', pin: '0000' });
    expect(await client.shell.exit({ pin: PIN })).toEqual({ ok: false, code: 'pin.locked' });
    expect(onExit).not.toHaveBeenCalled();
  });

  test('opens to a badge that a scanner types', async () => {
    await client.devices.pageReport({ deviceId: 'keys', state: 'ok', code: null });
    const session = client.maintenance.enter({ by: 'badge' });
    await time.advance(0);
    await client.devices.wedge({ text: 'STAFF-0001' });
    expect(await session).toMatchObject({ ok: true });
  });

  test('tests, switches off and on, and records a device', async () => {
    const sessionId = await entered();
    const ofScan = { sessionId, deviceId: 'scan' };
    expect(await client.maintenance.selfTest(ofScan)).toMatchObject({ ok: true, value: { ok: true } });
    expect(await client.maintenance.testPage(ofScan)).toEqual({ ok: false, code: 'device.unsupported' });
    expect((await client.maintenance.recalibrate(ofScan)).ok).toBe(true);
    expect((await client.maintenance.record({ ...ofScan, on: true })).ok).toBe(true);
    expect((await client.maintenance.record({ ...ofScan, on: false })).ok).toBe(true);
    expect((await client.maintenance.setEnabled({ ...ofScan, enabled: false })).ok).toBe(true);
    expect(service.devices.summaries()[0]).toMatchObject({ state: 'off', code: 'device.off' });
    expect(await client.maintenance.selfTest(ofScan)).toEqual({ ok: false, code: 'device.off' });
    expect((await client.maintenance.setEnabled({ ...ofScan, enabled: true })).ok).toBe(true);
    expect(service.devices.summaries()[0]).toMatchObject({ state: 'ok' });
    const audit = log.mock.calls.filter(([event]) => event === 'maintenance.action');
    expect(audit.map(([, data]) => `${data.what} ${data.device} ${data.code}`)).toEqual([
      'selfTest scan null',
      'testPage scan device.unsupported',
      'recalibrate scan null',
      'recordOn scan null',
      'recordOff scan null',
      'switchOff scan null',
      'selfTest scan device.off',
      'switchOn scan null',
    ]);
  });

  test('is watched until it ends, and then refuses every call', async () => {
    const sessionId = await entered();
    const watch = await client.maintenance.watch({ sessionId });
    const first = await next(watch);
    expect(first).toMatchObject({ terminalId: 'kiosk-01', app: '0.1.0', online: false, leftMs: IDLE_MS });
    expect(first.devices).toHaveLength(3);
    const end = watch.next();
    await client.maintenance.leave({ sessionId });
    expect((await end).done).toBe(true);
    for (const call of [
      client.maintenance.touch({ sessionId }),
      client.maintenance.discover({ sessionId }),
      client.maintenance.exportDiagnostics({ sessionId }),
      client.maintenance.setEnabled({ sessionId, deviceId: 'scan', enabled: false }),
    ])
      expect(await call).toEqual({ ok: false, code: 'session.over' });
    expect(service.devices.summaries()[0]?.state).toBe('ok');
  });

  test('exports diagnostics with the log of this process, redacted', async () => {
    const sessionId = await entered();
    const written = await client.maintenance.exportDiagnostics({ sessionId });
    if (!written.ok) throw new Error(written.code);
    expect(written.value.removable).toBe(false);
    const files = unzipSync(readFileSync(written.value.path));
    expect(strFromU8(files['log.jsonl'] ?? new Uint8Array())).toBe('{"event":"x","phone":"[hidden]"}');
  });

  test('does not take what is no id of a session', async () => {
    await expect(client.maintenance.touch({ sessionId: '../../etc' })).rejects.toThrow();
    expect(await client.maintenance.touch({ sessionId: '00000000-0000-4000-8000-000000000000' })).toEqual({
      ok: false,
      code: 'session.over',
    });
  });
});
