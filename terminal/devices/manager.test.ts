import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type DeviceDeclaration, deviceStatus } from '../../contracts/devices.ts';
import { type VirtualTime, virtualTime } from '../../contracts/testing/virtual-time.ts';
import { createDeviceManager, type DeviceManager, SELF_TEST_MS } from './manager.ts';
import { RECORDINGS_KEPT } from './recordings.ts';
import { RESTART_MAX_MS, RESTART_MS, SETTLED_MS, STOP_MS } from './slot.ts';
import { declared, declaredWedge, type FakeDrivers, fakeDrivers } from './testing/fake-driver.ts';

let dir: string;
let time: VirtualTime;
let fakes: FakeDrivers;
let managers: DeviceManager[];
const log = vi.fn();

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hall-manager-'));
  time = virtualTime();
  fakes = fakeDrivers();
  managers = [];
  log.mockClear();
});
afterEach(async () => {
  for (const manager of managers) await settled(manager.stop());
  rmSync(dir, { recursive: true, force: true });
});

/** Work that may wait for virtual time. */
async function settled<T>(work: Promise<T>, ms = STOP_MS): Promise<T> {
  await time.advance(ms);
  return work;
}
async function manage(...declarations: DeviceDeclaration[]): Promise<DeviceManager> {
  const manager = createDeviceManager({ declarations, dir, open: fakes.open, ...time, log });
  managers.push(manager);
  await time.advance(0);
  return manager;
}
const stateOf = (m: DeviceManager, id: string) => {
  const { state, code } = m.summaries().find((d) => d.id === id) ?? { state: null, code: null };
  return { state, code };
};
const logged = (event: string) => log.mock.calls.filter(([name]) => name === event).map(([, data]) => data);

describe('the declared set', () => {
  test('is listed in its order, with what a technician may ask of each', async () => {
    const manager = await manage(declared('scan'), declared('cam', 'camera'));
    const [scan, cam] = manager.status();
    expect(scan).toMatchObject({
      id: 'scan',
      driver: 'serialHoneywell',
      state: 'ok',
      can: { recalibrate: true, testPage: false, record: true },
      recording: false,
      lastTest: null,
    });
    expect(cam).toMatchObject({ id: 'cam', class: 'camera', can: { record: false } });
    for (const status of manager.status()) expect(deviceStatus.parse(status)).toEqual(status);
  });

  test('finds the first usable device of a class', async () => {
    const manager = await manage(declared('a'), declared('b'), declared('card', 'idCardReader'));
    expect(manager.find('codeScanner')).toBe(fakes.of('a'));
    fakes.of('a').becomes('missing', 'device.unplugged');
    expect(manager.find('codeScanner')).toBe(fakes.of('b'));
    fakes.of('b').becomes('degraded', 'device.timeout');
    expect(manager.all('codeScanner')).toEqual([fakes.of('b')]);
    fakes.of('card').becomes('fault', 'device.garbled');
    expect(manager.find('idCardReader')).toBeNull();
    expect(manager.find('camera')).toBeNull();
  });

  test('tells changes to its listeners and to the log, errors by their codes alone', async () => {
    const manager = await manage(declared('scan'));
    const changes = vi.fn();
    manager.onChange(changes);
    fakes.of('scan').tracker.error('code.tooLong', 'a detail');
    fakes.of('scan').tracker.error('device.garbled');
    fakes.of('scan').becomes('missing', 'device.unplugged');
    await time.advance(0);
    expect(changes).toHaveBeenCalledTimes(3);
    expect(logged('device.error')).toEqual([
      { id: 'scan', class: 'codeScanner', code: 'code.tooLong' },
      { id: 'scan', class: 'codeScanner', code: 'device.garbled' },
    ]);
    expect(logged('device.state').at(-1)).toEqual({
      id: 'scan',
      class: 'codeScanner',
      state: 'missing',
      code: 'device.unplugged',
    });
  });

  test('knows its ids', async () => {
    const manager = await manage(declared('scan'));
    const refused = { ok: false, error: { code: 'not.found' } };
    expect(await manager.selfTest('card')).toMatchObject(refused);
    expect(await manager.testPage('card')).toMatchObject(refused);
    expect(await manager.setEnabled('card', false)).toMatchObject(refused);
    expect(await manager.record('card', true)).toMatchObject(refused);
    expect(manager.pageReport('scan', 'ok', null)).toMatchObject(refused);
  });
});

describe('a driver with a bug', () => {
  test('is a fault, is started anew after longer and longer waits, and keeps its counts', async () => {
    const manager = await manage(declared('scan'));
    fakes.of('scan').tracker.done(12);
    for (let wait = RESTART_MS; wait <= RESTART_MAX_MS; wait *= 2) {
      fakes.of('scan').breakWith = new RangeError('张三 410402199001011234');
      fakes.of('scan').becomes('degraded', `device.fault`);
      expect(stateOf(manager, 'scan')).toEqual({ state: 'fault', code: 'internal' });
      expect(manager.find('codeScanner')).toBeNull();
      const before = fakes.opened.length;
      await time.advance(wait - 1);
      expect(fakes.opened.length).toBe(before);
      await time.advance(1);
      expect(fakes.opened.length).toBe(before + 1);
      expect(stateOf(manager, 'scan')).toEqual({ state: 'ok', code: null });
    }
    expect(manager.status()[0]?.stats).toMatchObject({ done: 1, errors: 6, lastMs: 12 });
    expect(manager.status()[0]?.lastErrors[0]).toMatchObject({ code: 'internal', detail: null });
    expect(logged('device.crashed')[0]).toMatchObject({ id: 'scan', error: 'RangeError' });
    expect(JSON.stringify(log.mock.calls)).not.toMatch(/张三|410402/);
    expect(fakes.of('scan').stopped).toBe(false);
  });

  test('that ran well for long starts over with a short wait', async () => {
    const manager = await manage(declared('scan'));
    for (let i = 0; i < 4; i += 1) {
      fakes.of('scan').breakWith = new Error('bug');
      fakes.of('scan').becomes('degraded', 'x');
      await time.advance(RESTART_MAX_MS);
    }
    await time.advance(SETTLED_MS);
    fakes.of('scan').breakWith = new Error('bug');
    fakes.of('scan').becomes('degraded', 'x');
    await time.advance(RESTART_MS);
    expect(stateOf(manager, 'scan').state).toBe('ok');
  });

  test('that cannot even be made is tried again, beside the others', async () => {
    fakes.broken.add('scan');
    const manager = await manage(declared('scan'), declared('other'));
    expect(stateOf(manager, 'scan')).toEqual({ state: 'fault', code: 'internal' });
    expect(stateOf(manager, 'other').state).toBe('ok');
    expect(JSON.stringify(log.mock.calls)).not.toMatch(/张三|410402/);
    fakes.broken.clear();
    await time.advance(RESTART_MS);
    expect(stateOf(manager, 'scan').state).toBe('ok');
  });

  test('that throws in a test ends the test with its code and is stopped', async () => {
    const manager = await manage(declared('scan'));
    const driver = fakes.of('scan');
    driver.breakWith = new Error('bug');
    expect(await manager.selfTest('scan')).toMatchObject({ ok: false, error: { code: 'internal' } });
    await time.advance(0);
    expect(driver.stopped).toBe(true);
    expect(await manager.recalibrate('scan')).toMatchObject({ ok: false, error: { code: 'internal' } });
    await time.advance(RESTART_MS);
    expect(fakes.of('scan')).not.toBe(driver);
    expect(await manager.selfTest('scan')).toMatchObject({ ok: true });
  });

  test('that hangs is told to be late, and holds up neither the next one nor the stop', async () => {
    const manager = await manage(declared('scan'));
    fakes.of('scan').hangs = true;
    expect(await settled(manager.selfTest('scan'), SELF_TEST_MS)).toMatchObject({
      error: { code: 'device.timeout' },
    });
    const stop = manager.stop();
    await time.advance(STOP_MS);
    await stop;
    expect(logged('device.stopHangs')).toEqual([{ id: 'scan' }]);
  });

  test('that throws while it stops does no harm', async () => {
    const manager = await manage(declared('scan'));
    fakes.of('scan').breakWith = new Error('bug');
    await settled(manager.stop());
    expect(logged('device.crashed')).toHaveLength(1);
  });
});

describe('a self-test', () => {
  test('is remembered', async () => {
    const manager = await manage(declared('scan'));
    expect(await manager.selfTest('scan')).toMatchObject({ ok: true, value: { ok: true } });
    expect(manager.status()[0]?.lastTest?.steps[0]?.name).toBe('codeScanner.port');
  });

  test('runs once at a time', async () => {
    const manager = await manage(declared('scan'));
    fakes.of('scan').hangs = true;
    const first = manager.selfTest('scan');
    expect(await manager.selfTest('scan')).toMatchObject({ error: { code: 'device.busy' } });
    await settled(first, SELF_TEST_MS);
  });

  test('asks for nothing that the device does not have', async () => {
    const manager = await manage(declared('scan'));
    expect(await manager.testPage('scan')).toMatchObject({ error: { code: 'device.unsupported' } });
    expect(await manager.recalibrate('scan')).toEqual({ ok: true, value: null });
  });
});

describe('the switch', () => {
  test('stops the driver and outlives a restart', async () => {
    const first = await manage(declared('scan'));
    fakes.of('scan').tracker.done(5);
    expect(await settled(first.setEnabled('scan', false))).toEqual({ ok: true, value: null });
    expect(fakes.of('scan').stopped).toBe(true);
    expect(stateOf(first, 'scan')).toEqual({ state: 'off', code: 'device.off' });
    expect(await first.selfTest('scan')).toMatchObject({ error: { code: 'device.off' } });
    await settled(first.stop());

    const second = await manage(declared('scan'), declared('other'));
    expect(fakes.opened).toEqual(['scan', 'other']);
    expect(stateOf(second, 'scan')).toEqual({ state: 'off', code: 'device.off' });
    await settled(second.setEnabled('scan', true));
    expect(stateOf(second, 'scan').state).toBe('ok');
    expect(JSON.parse(readFileSync(join(dir, 'devices-off.json'), 'utf8'))).toEqual({ off: [] });
  });

  test('ends a crash’s wait', async () => {
    const manager = await manage(declared('scan'));
    fakes.of('scan').breakWith = new Error('bug');
    fakes.of('scan').becomes('degraded', 'x');
    await settled(manager.setEnabled('scan', false));
    await time.advance(RESTART_MAX_MS);
    expect(stateOf(manager, 'scan').state).toBe('off');
    expect(fakes.opened).toHaveLength(1);
  });

  test('pressed again and again leaves one driver, as it was set last', async () => {
    const manager = await manage(declared('scan'));
    const presses = [false, true, false, true].map((on) => manager.setEnabled('scan', on));
    await time.advance(STOP_MS);
    await Promise.all(presses);
    expect(stateOf(manager, 'scan').state).toBe('ok');
    expect(fakes.of('scan').stopped).toBe(false);
  });

  test('with a file that is no such file counts as on', async () => {
    writeFileSync(join(dir, 'devices-off.json'), '{"off":"scan"}');
    const manager = await manage(declared('scan'));
    expect(stateOf(manager, 'scan').state).toBe('ok');
    expect(logged('device.switchesUnreadable')).toHaveLength(1);
  });
});

describe('devices of the screens', () => {
  test('are missing until a screen says how they are', async () => {
    const manager = await manage(declared('cam', 'camera'), declaredWedge('keys'));
    expect(manager.summaries().map((d) => d.state)).toEqual(['missing', 'missing']);
    expect(manager.pageReport('cam', 'ok', null).ok).toBe(true);
    expect(manager.pageReport('keys', 'ok', null).ok).toBe(true);
    expect(manager.summaries().map((d) => d.state)).toEqual(['ok', 'ok']);
    expect(manager.camera()).toEqual({ deviceId: 'cam', match: null });
    manager.pageReport('cam', 'fault', 'device.portBusy');
    expect(stateOf(manager, 'cam')).toEqual({ state: 'fault', code: 'device.portBusy' });
    expect(manager.camera()).toBeNull();
    expect(await manager.selfTest('cam')).toMatchObject({
      value: { ok: false, steps: [{ name: 'camera.page', code: 'device.portBusy' }] },
    });
  });

  test('what is typed reaches the scanner that types', async () => {
    const manager = await manage(declared('scan'), declaredWedge('keys'));
    const codes: (string | null)[] = [];
    fakes.of('keys').onCode((code) => codes.push(code.text));
    fakes.of('scan').onCode(() => codes.push('wrong one'));
    expect(manager.typed('PDS-1').ok).toBe(true);
    expect(codes).toEqual(['PDS-1']);
    expect((await manage(declared('scan'))).typed('PDS-1')).toMatchObject({
      error: { code: 'device.missing' },
    });
  });
});

describe('a recording', () => {
  const file = () => fakes.recordings.get('scan');

  test('is started in a file of its own, and ends when it is switched off', async () => {
    const manager = await manage(declared('scan'), declared('cam', 'camera'));
    const changes = vi.fn();
    manager.onChange(changes);
    expect(await manager.record('scan', true)).toEqual({ ok: true, value: null });
    expect(file()).toBe(join(dir, 'recordings', '20260105T090000000Z-scan.jsonl'));
    expect(statSync(join(dir, 'recordings')).mode & 0o777).toBe(0o700);
    expect(manager.status()[0]?.recording).toBe(true);
    expect(changes).toHaveBeenCalledTimes(1);
    expect((await manager.record('scan', false)).ok).toBe(true);
    expect(manager.status()[0]?.recording).toBe(false);
    expect(await manager.record('cam', true)).toMatchObject({ error: { code: 'device.unsupported' } });
  });

  test('ends with its driver, whether that was switched off or crashed', async () => {
    const manager = await manage(declared('scan'));
    await manager.record('scan', true);
    await settled(manager.setEnabled('scan', false));
    expect(file()).toBeNull();
    expect(manager.status()[0]?.recording).toBe(false);
    expect(await manager.record('scan', true)).toMatchObject({ error: { code: 'device.off' } });

    await settled(manager.setEnabled('scan', true));
    await manager.record('scan', true);
    fakes.of('scan').breakWith = new Error('bug');
    fakes.of('scan').becomes('degraded', 'x');
    expect(file()).toBeNull();
  });

  test('makes room for itself', async () => {
    const manager = await manage(declared('scan'));
    mkdirSync(join(dir, 'recordings'));
    for (let i = 0; i < RECORDINGS_KEPT + 3; i += 1)
      writeFileSync(join(dir, 'recordings', `20250101T0000${10 + i}000Z-scan.jsonl`), '');
    await manager.record('scan', true);
    const kept = readdirSync(join(dir, 'recordings')).toSorted();
    expect(kept).toHaveLength(RECORDINGS_KEPT - 1);
    expect(kept[0]).toContain('20250101T000014');
  });

  test('is refused where no file can be made', async () => {
    const manager = await manage(declared('scan'));
    writeFileSync(join(dir, 'recordings'), 'a file in the place of the folder');
    expect(await manager.record('scan', true)).toMatchObject({ error: { code: 'store.fault' } });
  });
});
