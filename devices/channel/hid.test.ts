import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { type HidDevice, type HidHandle, type HidSystem, openHid } from './hid.ts';
import { hasReportIds, numbersReports } from './hid-report-ids.ts';

const scanner: HidDevice = {
  vendorId: 0x0c2e,
  productId: 0x0b61,
  path: '/dev/hidraw3',
  serialNumber: 'S1',
  manufacturer: 'Honeywell',
  product: 'Scanner',
  usagePage: 0x8c,
  usage: 2,
};
const declared = { type: 'hid' as const, vendorId: '0c2e', productId: '0b61' };
const bytes = (...values: number[]) => Uint8Array.from(values);
const LIMITS = { transferMs: 50, closeMs: 50 };

/** node-hid as its types describe it, with a device that does as it is told. */
function fakeHid(devices: HidDevice[], numbered = true) {
  const calls: { call: string; bytes: number[] }[] = [];
  let onData: (report: Uint8Array) => void = () => {};
  let onError: (error: unknown) => void = () => {};
  const state = { hangs: false, refuses: '', opened: [] as string[], closed: 0, refusesOpen: '' };
  function call<T>(name: string, report: ArrayLike<number>, answer: T): Promise<T> {
    calls.push({ call: name, bytes: Array.from(report) });
    if (state.hangs) return new Promise(() => {});
    return state.refuses === '' ? Promise.resolve(answer) : Promise.reject(new Error(state.refuses));
  }
  const handle: HidHandle = {
    on(event: 'data' | 'error', listener: (value: never) => void) {
      if (event === 'data') onData = listener as typeof onData;
      else onError = listener as typeof onError;
    },
    write: (report) => call('write', report, report.length),
    sendFeatureReport: (report) => call('set', report, report.length),
    getFeatureReport: (id, length) => call('get', [id, length], Buffer.from([id, 7, 8])),
    async close() {
      state.closed++;
    },
  };
  const system: HidSystem = {
    list: async (vendorId, productId) =>
      devices.filter((d) => d.vendorId === vendorId && d.productId === productId),
    async open(path) {
      if (state.refusesOpen !== '') throw new Error(state.refusesOpen);
      state.opened.push(path);
      return handle;
    },
    numbersReports: async () => numbered,
  };
  return {
    system,
    calls,
    state,
    report: (report: Uint8Array) => onData(report),
    unplug: () => onError('could not read from HID device'),
  };
}
async function opened(fake: ReturnType<typeof fakeHid>) {
  const result = await openHid(declared, fake.system, LIMITS)();
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/**
 * These run against a fake of node-hid, so they prove our side alone. That the real node-hid and /dev/hidraw behave
 * so is proven by the QEMU script with a virtual HID device of the kernel (uhid).
 */
describe('a HID port (node-hid is a fake here; the QEMU script proves the real one)', () => {
  test('is found by its ids, serial number, usage page and usage', async () => {
    const other = { ...scanner, path: '/dev/hidraw4', serialNumber: 'S2', usagePage: 1, usage: 6 };
    const fake = fakeHid([other, scanner]);
    const openedBy = async (more: object) => {
      await openHid({ ...declared, ...more }, fake.system)();
      return fake.state.opened.at(-1);
    };
    expect(await openedBy({})).toBe('/dev/hidraw4');
    expect(await openedBy({ usagePage: 0x8c, usage: 2 })).toBe('/dev/hidraw3');
    expect(await openedBy({ serialNumber: 'S1' })).toBe('/dev/hidraw3');
    for (const wrong of [{ usage: 9 }, { serialNumber: 'S3' }, { productId: 'ffff' }]) {
      expect(await openHid({ ...declared, ...wrong }, fake.system)()).toMatchObject({
        ok: false,
        error: { code: 'device.missing' },
      });
    }
  });

  test('names itself as the bus does', async () => {
    const channel = await opened(fakeHid([scanner]));
    expect(channel.port).toBe('/dev/hidraw3');
    expect(channel.usb).toEqual({ vendor: 'Honeywell', product: 'Scanner', serialNumber: 'S1' });
  });

  test('reports come with their id first, whether the device numbers them or not', async () => {
    for (const [numbered, wire, seen] of [
      [true, bytes(2, 9, 9), bytes(2, 9, 9)],
      [false, bytes(9, 9), bytes(0, 9, 9)],
    ] as const) {
      const fake = fakeHid([scanner], numbered);
      const channel = await opened(fake);
      const got: Uint8Array[] = [];
      channel.onData((report) => got.push(report));
      fake.report(wire);
      expect(got).toEqual([seen]);
    }
  });

  test('output and feature reports go as they are given', async () => {
    const fake = fakeHid([scanner]);
    const channel = await opened(fake);
    expect(await channel.write(bytes(4, 1))).toEqual({ ok: true, value: null });
    expect(await channel.feature?.send(bytes(254, 1))).toEqual({ ok: true, value: null });
    expect(await channel.feature?.get(254, 3)).toEqual({ ok: true, value: bytes(254, 7, 8) });
    expect(fake.calls).toEqual([
      { call: 'write', bytes: [4, 1] },
      { call: 'set', bytes: [254, 1] },
      { call: 'get', bytes: [254, 3] },
    ]);
  });

  test('a transfer that hangs or is refused ends with a code, and the channel stays', async () => {
    const fake = fakeHid([scanner]);
    const channel = await opened(fake);
    fake.state.hangs = true;
    expect(await channel.write(bytes(4))).toMatchObject({ ok: false, error: { code: 'device.timeout' } });
    expect(await channel.feature?.get(1, 2)).toMatchObject({ ok: false, error: { code: 'device.timeout' } });
    fake.state.hangs = false;
    fake.state.refuses = 'Cannot write to hid device';
    expect(await channel.write(bytes(4))).toMatchObject({
      ok: false,
      error: { code: 'device.timeout', detail: 'Cannot write to hid device' },
    });
    fake.state.refuses = '';
    expect(await channel.write(bytes(4))).toMatchObject({ ok: true });
  });

  test('unplugging closes it, ends a transfer that waits, and frees the handle', async () => {
    const fake = fakeHid([scanner]);
    const channel = await opened(fake);
    const codes: unknown[] = [];
    channel.onClose((code) => codes.push(code));
    fake.state.hangs = true;
    const waiting = channel.write(bytes(4));
    fake.unplug();
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'device.unplugged' } });
    await channel.close();
    expect(codes).toEqual(['device.unplugged']);
    expect(fake.state.closed).toBe(1);
  });

  test('closing twice is one closing', async () => {
    const fake = fakeHid([scanner]);
    const channel = await opened(fake);
    const codes: unknown[] = [];
    channel.onClose((code) => codes.push(code));
    await channel.close();
    await channel.close();
    expect(codes).toEqual([null]);
    expect(fake.state.closed).toBe(1);
  });

  test('missing rights and a device that just left are told apart', async () => {
    const fake = fakeHid([scanner]);
    fake.state.refusesOpen =
      "cannot open device: Failed to open a device with path '/dev/hidraw3': Permission denied";
    expect(await openHid(declared, fake.system)()).toMatchObject({ error: { code: 'device.portBusy' } });
    fake.state.refusesOpen = 'cannot open device: No such file or directory';
    expect(await openHid(declared, fake.system)()).toMatchObject({ error: { code: 'device.missing' } });
  });

  test('the real node-hid loads, and finds no such device here', async () => {
    const nobody = { type: 'hid' as const, vendorId: 'fffe', productId: 'fffe' };
    expect(await openHid(nobody)()).toMatchObject({ ok: false, error: { code: 'device.missing' } });
  });
});

describe('report ids', () => {
  const sys = tempFolder();
  /** Boot keyboard of the HID 1.11 specification, appendix B.1: no report ids. */
  const KEYBOARD = Buffer.from(
    '05010906a101050719e029e715002501750195088102950175088101950575010508190129059102950175039101' +
      '950675081500256505071900296581 00c0'.replace(' ', ''),
    'hex',
  );
  /** Two application collections, reports 1 and 2. */
  const NUMBERED = Buffer.from('05010902a1018501090181 02c0058c0902a1018502c0'.replace(' ', ''), 'hex');

  test('are read from the descriptor by its items, not by its bytes', () => {
    expect(hasReportIds(KEYBOARD)).toBe(false);
    expect(hasReportIds(NUMBERED)).toBe(true);
    // 0x85 as the data of an item, and within a long item
    expect(hasReportIds(bytes(0x26, 0x85, 0x85, 0x75, 0x85))).toBe(false);
    expect(hasReportIds(bytes(0xfe, 0x02, 0x00, 0x85, 0x01))).toBe(false);
    expect(hasReportIds(bytes())).toBe(false);
    expect(hasReportIds(bytes(0x27))).toBe(false);
  });

  test('come from sysfs where it tells, and from the usage page where it does not', async () => {
    mkdirSync(join(sys, 'class/hidraw/hidraw3/device'), { recursive: true });
    writeFileSync(join(sys, 'class/hidraw/hidraw3/device/report_descriptor'), KEYBOARD);
    expect(await numbersReports({ path: '/dev/hidraw3', usagePage: 0x8c }, sys)).toBe(false);
    expect(await numbersReports({ path: '/dev/hidraw9', usagePage: 0x8c }, sys)).toBe(true);
    expect(await numbersReports({ path: '\\\\?\\hid#vid_0400', usagePage: 0xff00 }, sys)).toBe(false);
  });
});
