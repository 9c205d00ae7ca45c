import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceClass, DeviceSummary } from '../../contracts/devices.ts';
import { kioskStatus as statusShape } from '../../contracts/kiosk.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { type VirtualTime, virtualTime } from '../../contracts/testing/virtual-time.ts';
import type {
  CodeScanner,
  DocumentScanner,
  IdCardEvent,
  IdCardReader,
  ReceiptPrinter,
  ScanEvent,
  ScannedCode,
} from '../../devices/device.ts';
import { loadFlows } from '../flow/load.ts';
import { SAMPLE_CARD } from '../flow/samples.ts';
import { createKioskDesk, type KioskDesk } from './desk.ts';
import type { KioskDevices } from './devices.ts';
import { openPages } from './pages.ts';
import { kioskStatus } from './status.ts';
import { createStick } from './stick.ts';
import { noCertificates, noDrafts, noHallDrafts, noPhone, noReuse } from './testing/no-hub.ts';

const { flows } = loadFlows(join(import.meta.dirname, '../../assets/flows'));
const PNG = { bytes: Buffer.from('x'), type: 'image/png', dpi: 300, warnings: [] } as const;
const PAGE = { bytes: Buffer.from('page'), type: 'image/jpeg', widthPx: 10, heightPx: 10, dpi: 300 } as const;

/** Devices that do what a test tells them; drivers have tests of their own. */
function testDevices() {
  const listeners = new Set<() => void>();
  const working = new Set<DeviceClass>(['idCardReader', 'codeScanner', 'documentScanner', 'receiptPrinter']);
  let onCard: (e: IdCardEvent) => void = () => {};
  let onCode: (c: ScannedCode) => void = () => {};
  const armed = { reader: false, scanner: false };
  const printed: unknown[] = [];
  let printResult: Result<null> = ok(null);
  let scanEvents: ScanEvent[] = [];
  const reader = {
    arm: () => (armed.reader = true),
    disarm: () => (armed.reader = false),
    onEvent: (l: typeof onCard) => {
      onCard = l;
      return () => (onCard = () => {});
    },
  } as unknown as IdCardReader;
  const scanner = {
    arm: () => (armed.scanner = true),
    disarm: () => (armed.scanner = false),
    onCode: (l: typeof onCode) => {
      onCode = l;
      return () => (onCode = () => {});
    },
  } as unknown as CodeScanner;
  const documents = {
    capabilities: async () => ok({ sources: ['flatbed'], colours: ['colour'], dpis: [300], duplex: false }),
    async *scan() {
      yield* scanEvents;
    },
  } as unknown as DocumentScanner;
  const printer = {
    print: async (slip: unknown) => {
      printed.push(slip);
      return printResult;
    },
  } as unknown as ReceiptPrinter;
  const all = {
    idCardReader: reader,
    codeScanner: scanner,
    documentScanner: documents,
    receiptPrinter: printer,
  };
  const devices = {
    summaries: () =>
      Object.keys(all).map(
        (c): DeviceSummary => ({
          id: c,
          class: c as DeviceClass,
          required: true,
          simulated: false,
          state: working.has(c as DeviceClass) ? 'ok' : 'missing',
          code: null,
        }),
      ),
    onChange: (l: () => void) => {
      listeners.add(l);
      return () => listeners.delete(l);
    },
    find: (c: keyof typeof all) => (working.has(c) ? all[c] : null),
    reach: (c: keyof typeof all) => (working.has(c) ? all[c] : null),
    camera: () => null,
  } as unknown as KioskDevices;
  return {
    devices,
    armed,
    printed,
    card: (e: IdCardEvent) => onCard(e),
    code: (text: string) => onCode({ bytes: Buffer.from(text), text, aim: null, source: 'hid', at: 0 }),
    willScan: (...events: ScanEvent[]) => (scanEvents = events),
    willPrint: (r: Result<null>) => (printResult = r),
    unplug(c: DeviceClass) {
      working.delete(c);
      for (const l of listeners) l();
    },
    plug(c: DeviceClass) {
      working.add(c);
      for (const l of listeners) l();
    },
  };
}

let dir: string;
let time: VirtualTime;
let d: ReturnType<typeof testDevices>;
let desk: KioskDesk;
let logged: { event: string; data?: Record<string, unknown> | undefined }[];
let ids = 0;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kiosk-'));
  time = virtualTime();
  d = testDevices();
  logged = [];
  desk = createKioskDesk({
    terminalId: 'kiosk-01',
    flows,
    devices: d.devices,
    pages: openPages(join(dir, 'pages')),
    clock: time.clock,
    timers: time.timers,
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    log: (event, data) => logged.push({ event, data }),
    // Flows that apply are walked in `submit.test.ts`.
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
  expect(desk.begin('zh-CN')).toEqual(ok(null));
});
afterEach(() => {
  desk.stop();
  rmSync(dir, { recursive: true, force: true });
});

const id = () => desk.session()?.id ?? 'none';
const visitId = () => desk.visit()?.id ?? 'none';
const start = (flowId: string) => desk.start(visitId(), flowId);
const flow = () => {
  const place = status().visit?.place;
  return place?.kind === 'flow' ? place.session : null;
};
const at = () => desk.session()?.flow.at ?? null;
const status = () =>
  statusShape.parse(
    kioskStatus(
      1,
      {
        config: {
          terminalId: 'kiosk-01',
          panel: { widthPx: 1080, heightPx: 1920, diagonalInch: 21.5 },
          locale: 'zh-CN',
          devices: [],
        } as never,
        flows,
        devices: d.devices,
        desk,
        online: () => true,
        speaks: () => false,
        reference: () => null,
        sending: () => null,
      },
      time.clock.boottimeMs(),
    ),
  );
const CARD: IdCardEvent = { type: 'card', card: SAMPLE_CARD, photo: null, readMs: 200 };

function toCard(): void {
  expect(start('residence-precheck')).toEqual(ok(null));
  desk.say(id(), { type: 'choose', option: 'yes' });
  desk.say(id(), { type: 'next' });
}
function toLease(): void {
  toCard();
  d.card(CARD);
  desk.say(id(), { type: 'next' });
  desk.say(id(), { type: 'choose', option: 'rent' });
  desk.say(id(), { type: 'next' });
}

describe('a session', () => {
  it('is one at a time, and only for flows whose devices work', () => {
    d.unplug('idCardReader');
    expect(status().flows.find((f) => f.id === 'card-check')?.missing).toEqual(['idCardReader']);
    expect(start('card-check')).toEqual(fail('flow.unavailable'));
    expect(start('nonsense')).toEqual(fail('not.found'));
    d.plug('idCardReader');
    expect(start('card-check')).toEqual(ok(null));
    expect(start('card-check')).toEqual(fail('busy'));
  });

  it('arms a device only while it is wanted', () => {
    expect(d.armed).toEqual({ reader: false, scanner: false });
    toCard();
    expect(d.armed.reader).toBe(true);
    desk.leave(id());
    expect(d.armed).toEqual({ reader: false, scanner: false });
  });

  it('shows the person masked, and logs nothing of them', () => {
    toCard();
    d.card({ type: 'found' });
    expect(flow()?.step).toMatchObject({ phase: 'reading' });
    d.card(CARD);
    expect(flow()?.step).toMatchObject({ phase: 'read', person: { name: '示*甲' } });
    const said = JSON.stringify([status(), logged]);
    for (const secret of [SAMPLE_CARD.number, SAMPLE_CARD.name, SAMPLE_CARD.address])
      expect(said).not.toContain(secret);
  });

  it('goes through a whole flow, prints, and ends by itself with nothing left', async () => {
    toLease();
    await time.advance(0);
    d.willScan({ type: 'page', page: PAGE }, { type: 'page', page: PAGE }, { type: 'done', pages: 2 });
    expect(flow()?.step).toMatchObject({ ways: { flatbed: true, feeder: false } });
    expect(desk.scan(id(), 'flatbed')).toEqual(ok(null));
    expect(desk.scan(id(), 'flatbed')).toEqual(fail('device.busy'));
    await time.advance(0);
    const pages = flow()?.step.type === 'scan' ? desk.session()?.flow.answers.lease : null;
    if (pages?.type !== 'pages') throw new Error('no pages');
    expect(pages.pages.map((p) => p.raw)).toEqual([true, true]);
    // The screens straighten each page.
    for (const p of pages.pages)
      expect(desk.putPage(id(), { ...PNG, bytes: Buffer.from('clean') }, p.id)).toEqual(ok(null));
    expect(readdirSync(join(dir, 'pages'))).toHaveLength(2);
    desk.say(id(), { type: 'next' });
    expect(d.armed.scanner).toBe(true);
    d.code('YY20261125001');
    expect(d.armed.scanner).toBe(false);
    desk.say(id(), { type: 'next' });
    expect(at()).toBe('review');
    desk.say(id(), { type: 'next' });
    await time.advance(0);
    expect(d.printed).toHaveLength(1);
    expect(flow()?.step).toMatchObject({ type: 'printSlip', phase: 'printed' });
    desk.say(id(), { type: 'next' });
    expect(at()).toBe('end');
    d.card({ type: 'removed' });
    await time.advance(40_000);
    expect(desk.session()).toBeNull();
    expect(readdirSync(join(dir, 'pages'))).toEqual([]);
    expect(d.armed).toEqual({ reader: false, scanner: false });
  });

  it('reminds of a card that was left, and looks until it is taken', async () => {
    toCard();
    d.card(CARD);
    desk.finish(visitId());
    expect(status().cardLeft).toBe(true);
    expect(d.armed.reader).toBe(true);
    d.card({ type: 'removed' });
    expect(status().cardLeft).toBe(false);
    expect(d.armed.reader).toBe(false);
  });

  it('ends when the card was taken and nobody answers', async () => {
    toLease();
    d.card({ type: 'removed' });
    expect(status().visit?.ending).toMatchObject({ why: 'cardRemoved' });
    desk.touch(visitId());
    expect(status().visit?.ending).toBeNull();
    d.card(CARD);
    d.card({ type: 'removed' });
    await time.advance(31_000);
    expect(desk.session()).toBeNull();
  });

  it('a screen that is late is told so', () => {
    toCard();
    const old = id();
    desk.leave(old);
    expect(desk.say(old, { type: 'next' })).toEqual(fail('session.over'));
    expect(desk.putPage(old, PNG, null)).toEqual(fail('session.over'));
  });
});

describe('when a device fails', () => {
  it('in the middle of a step: the step says so, and the next of its kind takes over', () => {
    toCard();
    d.unplug('idCardReader');
    expect(flow()?.step).toMatchObject({ phase: 'missing' });
    d.plug('idCardReader');
    expect(d.armed.reader).toBe(true);
    d.card(CARD);
    expect(flow()?.step).toMatchObject({ phase: 'read' });
  });

  it('a jam keeps the pages that came before', async () => {
    toLease();
    d.willScan({ type: 'page', page: PAGE }, { type: 'fault', code: 'scan.jam' });
    desk.scan(id(), 'flatbed');
    await time.advance(0);
    expect(flow()?.step).toMatchObject({ code: 'scan.jam', failures: 1, pages: [{ raw: true }] });
  });

  it('a disk that is full is told, and nothing half is kept', async () => {
    toLease();
    rmSync(join(dir, 'pages'), { recursive: true });
    expect(desk.putPage(id(), PNG, null)).toMatchObject({
      error: { code: 'store.fault' },
    });
    expect(flow()?.step).toMatchObject({ pages: [] });
  });

  it('a slip that does not come out can be printed again', async () => {
    toLease();
    desk.putPage(id(), PNG, null);
    desk.say(id(), { type: 'next' });
    d.code('YY1');
    desk.say(id(), { type: 'next' });
    d.willPrint(fail('print.paperOut'));
    desk.say(id(), { type: 'next' });
    await time.advance(0);
    expect(flow()?.step).toMatchObject({ phase: 'failed', code: 'print.paperOut' });
    d.willPrint(ok(null));
    desk.say(id(), { type: 'again' });
    await time.advance(0);
    expect(flow()?.step).toMatchObject({ phase: 'printed' });
    expect(d.printed).toHaveLength(2);
  });

  it('a page too many is refused and not kept on disk', () => {
    toLease();
    for (let n = 0; n < 10; n += 1) expect(desk.putPage(id(), PNG, null)).toEqual(ok(null));
    expect(desk.putPage(id(), PNG, null)).toEqual(fail('page.full'));
    expect(readdirSync(join(dir, 'pages'))).toHaveLength(10);
  });
});
