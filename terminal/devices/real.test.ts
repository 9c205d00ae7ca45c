import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseRecording } from '../../devices/channel/recording.ts';
import type { IdCardEvent } from '../../devices/device.ts';
import { hasCups } from '../../devices/document-printer/testing/cups.ts';
import { type AnyBench, startSimulators } from '../../devices/simulators/bench.ts';
import type { WireKind } from '../../devices/simulators/wire.ts';
import { hasSocat } from '../../devices/testing/pty.ts';
import { systemClock, systemTimers } from '../../sync/clock.ts';
import { openDriver } from './drivers.ts';
import { createDeviceManager, type DeviceManager } from './manager.ts';

/** The manager with the real drivers, over real wires, against the simulators. */
let dir: string;
let bench: AnyBench | null = null;
let manager: DeviceManager | null = null;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hall-real-'));
});
afterEach(async () => {
  await manager?.stop();
  await bench?.stop();
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

function manage(started: AnyBench): DeviceManager {
  bench = started;
  manager = createDeviceManager({
    declarations: started.declarations(),
    dir,
    open: openDriver,
    clock: systemClock(),
    timers: systemTimers(),
    log: () => undefined,
  });
  return manager;
}
/** Resolves when it holds, told by the manager's changes; rejects after 8 s. */
function until(m: DeviceManager, holds: () => boolean, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = m.onChange(look);
    const late = setTimeout(() => {
      stop();
      reject(new Error(`${what}: never; ${JSON.stringify(m.summaries())}`));
    }, 8_000);
    function look(): void {
      if (!holds()) return;
      clearTimeout(late);
      stop();
      resolve();
    }
    look();
  });
}
const stateOf = (m: DeviceManager, id: string) => m.summaries().find((d) => d.id === id)?.state;
const comes = (m: DeviceManager, id: string, state: string) =>
  until(m, () => stateOf(m, id) === state, `${id} ${state}`);

describe.each<[WireKind, boolean]>([
  ['tcp', true],
  ['pty', hasSocat()],
])('over %s', (over, isThere) => {
  test.skipIf(!isThere)('every line device is ok, missing while unplugged, and back within 2 s', async () => {
    const started = await startSimulators({ idCard: { over }, code: { over }, receipts: { over } });
    const m = manage(started);
    for (const [id, desk] of [
      ['card', started.idCard],
      ['code', started.code],
      ['receipt', started.receipts],
    ] as const) {
      await comes(m, id, 'ok');
      await desk.unplug();
      await comes(m, id, 'missing');
      const from = performance.now();
      await desk.plug();
      await comes(m, id, 'ok');
      expect(performance.now() - from).toBeLessThan(2_000);
    }
  });

  test.skipIf(!isThere)('self-tests pass, and work goes through', async () => {
    const started = await startSimulators({ idCard: { over }, code: { over }, receipts: { over } });
    const m = manage(started);
    for (const id of ['card', 'code', 'receipt']) {
      await comes(m, id, 'ok');
      const tested = await m.selfTest(id);
      expect(tested, JSON.stringify(tested)).toMatchObject({ ok: true, value: { ok: true } });
    }
    expect(await m.testPage('receipt')).toEqual({ ok: true, value: null });
    expect(started.receipts.slips()).toHaveLength(1);

    const reader = m.find('idCardReader');
    const read = new Promise<IdCardEvent>((resolve) =>
      reader?.onEvent((event) => event.type === 'card' && resolve(event)),
    );
    started.idCard.insert('resident');
    reader?.arm();
    expect(await read).toMatchObject({ type: 'card', card: { name: '张伟民' } });

    const scanner = m.find('codeScanner');
    const code = new Promise((resolve) => scanner?.onCode(({ text }) => resolve(text)));
    scanner?.arm(10_000);
    await expect.poll(() => started.code.scan('PDS-2026-000123')).toBe(true);
    expect(await code).toBe('PDS-2026-000123');
  });
});

test('a network scanner is ok, its feeder’s sheets come out, and unplugged it is missing', async () => {
  const started = await startSimulators({ documents: {} });
  const m = manage(started);
  await comes(m, 'scanner', 'ok');
  expect(await m.selfTest('scanner')).toMatchObject({ ok: true, value: { ok: true } });
  await started.documents.loadSamples(2);
  const job = {
    source: 'feeder',
    colour: 'colour',
    dpi: 200,
    paper: 'A4',
    duplex: false,
    maxPages: 5,
  } as const;
  const types: string[] = [];
  for await (const event of m.find('documentScanner')?.scan(job, new AbortController().signal) ?? [])
    types.push(event.type);
  expect(types).toEqual(['page', 'page', 'done']);
  await started.documents.unplug();
  expect(await m.selfTest('scanner')).toMatchObject({ ok: true, value: { ok: false } });
  await comes(m, 'scanner', 'missing');
  await started.documents.plug();
  await comes(m, 'scanner', 'ok');
});

test.skipIf(!hasCups())('a print queue is ok and prints its test page', async () => {
  const started = await startSimulators({ printing: true });
  vi.stubEnv('CUPS_SERVER', started.printing.server);
  const m = manage(started);
  await comes(m, 'printer', 'ok');
  expect(await m.testPage('printer')).toEqual({ ok: true, value: null });
  expect(started.printing.printed()).toHaveLength(1);
});

test('a recording of a card that was read holds nobody’s data', async () => {
  const started = await startSimulators({ idCard: { over: 'tcp' } });
  const m = manage(started);
  await comes(m, 'card', 'ok');
  expect((await m.record('card', true)).ok).toBe(true);
  await comes(m, 'card', 'ok');
  const reader = m.find('idCardReader');
  const read = new Promise<IdCardEvent>((resolve) =>
    reader?.onEvent((event) => event.type === 'card' && resolve(event)),
  );
  started.idCard.insert('resident');
  reader?.arm();
  await read;
  await m.record('card', false);
  const [name = ''] = readdirSync(join(dir, 'recordings'));
  const text = readFileSync(join(dir, 'recordings', name), 'utf8');
  const recording = parseRecording(text);
  if (!recording.ok) throw new Error(recording.error.detail);
  const bytes = recording.value.entries.map((e) => ('hex' in e ? e.hex : '')).join('');
  expect(bytes).toContain(Buffer.from('某某某', 'utf16le').toString('hex'));
  expect(bytes).not.toContain(Buffer.from('张伟民', 'utf16le').toString('hex'));
  expect(recording.value.about).toEqual({ id: 'card', driver: 'sdt' });
});
