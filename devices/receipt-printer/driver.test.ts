import { beforeAll, describe, expect, test } from 'vitest';
import { type Slip, slip } from '../../contracts/slip.ts';
import { MOST_WAITING, POLL_FAULTY_MS, POLL_MS } from './driver.ts';
import { loadDrawText } from './raster.ts';
import type { createReceiptPrinterSimulator } from './simulator.ts';
import { setUp } from './testing/set-up.ts';

const SLIP: Slip = slip.parse({
  blocks: [
    { type: 'text', text: '取件凭条', size: 2, align: 'centre' },
    { type: 'pair', label: '窗口', value: '3号' },
    { type: 'qr', text: 'HTR1.JY20260001' },
  ],
});
const LONG: Slip = slip.parse({
  blocks: Array.from({ length: 100 }, (_, n) => ({
    type: 'text',
    text: `第${n}行 ${'卫东区政务服务大厅'.repeat(12)}`,
  })),
});

// Loading the font takes real time, which the clock of these tests does not count.
beforeAll(async () => {
  await loadDrawText();
});

describe('a printer that is well', () => {
  test('is ok, and says who it is', async () => {
    const { printer, state } = await setUp();
    expect(state()).toBe('ok');
    expect(printer.report().identity).toEqual({
      vendor: 'SIMULATOR',
      product: 'RP-80',
      firmware: '1.00 ESC/POS',
      serialNumber: 'SIM0001',
      port: 'memory',
    });
  });

  test('prints, and the slip is whole on paper', async () => {
    const { simulator, printer, until } = await setUp();
    expect(await until(printer.print(SLIP))).toEqual({ ok: true, value: null });
    expect(simulator.texts()).toEqual([
      ['取件凭条', `窗口${' '.repeat(41)}3号`, '', '[qr HTR1.JY20260001]', ''],
    ]);
    expect(simulator.unknown()).toEqual([]);
    expect(printer.report().stats).toMatchObject({ done: 1, errors: 0 });
  });

  test('prints a rare name as dots', async () => {
    const { simulator, printer, until } = await setUp();
    const rare = slip.parse({ blocks: [{ type: 'text', text: '姓名 𬱖㛃' }] });
    expect(await until(printer.print(rare))).toMatchObject({ ok: true });
    expect(simulator.texts()[0]?.[0]).toMatch(/^\[raster \d+×32\]$/);
  });

  test('slips come out one after another, and a queue that is full refuses', async () => {
    const { simulator, printer, until } = await setUp();
    const all = Array.from({ length: MOST_WAITING + 2 }, () => printer.print(SLIP));
    const codes = (await until(Promise.all(all))).map((result) => (result.ok ? 'ok' : result.error.code));
    expect(codes).toEqual([...new Array(MOST_WAITING + 1).fill('ok'), 'device.busy']);
    expect(simulator.texts()).toHaveLength(MOST_WAITING + 1);
  });

  test('a slip that would take metres of paper is refused', async () => {
    const { simulator, printer, until } = await setUp();
    const blocks = Array.from({ length: 100 }, () => ({ type: 'space', lines: 10 }));
    const printed = await until(printer.print(slip.parse({ blocks })));
    expect(printed).toMatchObject({ ok: false, error: { code: 'print.tooLarge' } });
    expect(simulator.unfinished()).toEqual([]);
  });

  test('the self-test names every step', async () => {
    const { printer, until } = await setUp();
    const tested = await until(printer.selfTest(), 30_000);
    expect(tested.ok).toBe(true);
    expect(tested.steps.map((step) => `${step.name} ${step.detail ?? ''}`.trim())).toEqual([
      'receiptPrinter.port memory',
      'receiptPrinter.status 12 12 12 12',
      'receiptPrinter.cover',
      'receiptPrinter.paper',
      'receiptPrinter.cutter',
      'receiptPrinter.head',
    ]);
  });

  test('the test page shows the device’s name; recalibration feeds and cuts', async () => {
    const { simulator, printer, until } = await setUp();
    expect(await until(printer.testPage?.() ?? Promise.reject())).toMatchObject({ ok: true });
    expect(simulator.texts()[0]?.join('\n')).toContain('receipt-1');
    expect(await until(printer.recalibrate?.() ?? Promise.reject())).toMatchObject({ ok: true });
    expect(simulator.unknown()).toEqual([]);
  });

  test('without GS r it prints too, after a little while', async () => {
    const { simulator, printer, until } = await setUp({ tellsEnd: false });
    expect(await until(printer.print(SLIP), 5_000)).toMatchObject({ ok: true });
    expect(simulator.texts()).toHaveLength(1);
  });
});

describe('what a printer lacks', () => {
  test.each([
    ['print.coverOpen', (s) => s.setCoverOpen(true)],
    ['print.paperOut', (s) => s.endPaper()],
    ['print.overheated', (s) => s.setOverheated(true)],
  ] as [string, (s: ReturnType<typeof createReceiptPrinterSimulator>) => void][])(
    '%s is told at once, and nothing is printed',
    async (code, befall) => {
      const { time, simulator, printer, until, state } = await setUp();
      befall(simulator);
      await time.advance(1);
      expect(state()).toBe(`fault ${code}`);
      expect(await until(printer.print(SLIP))).toMatchObject({ ok: false, error: { code } });
      expect(simulator.texts()).toEqual([]);
      expect((await until(printer.selfTest(), 30_000)).ok).toBe(false);
    },
  );

  test('paper low is a warning, and the slip comes out', async () => {
    const { time, simulator, printer, until, state } = await setUp();
    simulator.setPaperLow(true);
    await time.advance(1);
    expect(state()).toBe('degraded print.paperLow');
    expect(await until(printer.print(SLIP))).toMatchObject({ ok: true });
    const tested = await until(printer.selfTest(), 30_000);
    expect(tested.ok).toBe(true);
    expect(tested.steps.find((step) => step.name === 'receiptPrinter.paper')?.code).toBe('print.paperLow');
  });

  test.each([100, 1_000, 5_000, 20_000])(
    'paper out after %i bytes: not printed, and the rest never comes out',
    async (bytes) => {
      const { time, simulator, printer, until, state } = await setUp();
      simulator.endPaper(bytes);
      expect(await until(printer.print(LONG))).toMatchObject({
        ok: false,
        error: { code: 'print.paperOut' },
      });
      expect(state()).toBe('fault print.paperOut');
      expect(printer.report().stats.done).toBe(0);
      simulator.loadPaper();
      await time.advance(POLL_FAULTY_MS + 2_000);
      expect(state()).toBe('ok');
      expect(simulator.texts()).toEqual([]);
      expect(simulator.unfinished()).toEqual([]);
      expect(await until(printer.print(SLIP))).toMatchObject({ ok: true });
      expect(simulator.texts()).toHaveLength(1);
      expect(simulator.texts()[0]?.[0]).toBe('取件凭条');
    },
  );

  test('a jammed cutter at the end of a slip', async () => {
    const { simulator, printer, until } = await setUp();
    simulator.setCutterJam(true);
    expect(await until(printer.print(SLIP))).toMatchObject({ ok: false, error: { code: 'print.cutter' } });
  });

  test('a fault that goes is noticed by the idle look, without automatic status', async () => {
    const { time, simulator, state } = await setUp();
    simulator.setCoverOpen(true);
    await time.advance(1);
    simulator.setMute(true);
    simulator.setCoverOpen(false);
    simulator.setMute(false);
    expect(state()).toBe('fault print.coverOpen');
    await time.advance(POLL_FAULTY_MS + 100);
    expect(state()).toBe('ok');
  });
});

describe('wires', () => {
  test('a printer that has never answered, behind a one-way port, prints and says so', async () => {
    const { simulator, printer, until, state } = await setUp({ mute: true, port: 'file' });
    expect(state()).toBe('degraded print.noStatus');
    expect(await until(printer.print(SLIP))).toMatchObject({ ok: true });
    expect(simulator.texts()).toHaveLength(1);
    const tested = await until(printer.selfTest(), 30_000);
    expect(tested.ok).toBe(true);
    expect(tested.steps.at(-1)).toMatchObject({ name: 'receiptPrinter.status', code: 'print.noStatus' });
  });

  test('a silent serial port is nobody: nothing is printed into the void', async () => {
    const { printer, until, state } = await setUp({ mute: true, port: 'serial' });
    expect(state()).toBe('fault device.timeout');
    expect(await until(printer.print(SLIP))).toMatchObject({ ok: false, error: { code: 'device.timeout' } });
  });

  test('a printer that fell silent is not taken for a one-way one, and is well again when it answers', async () => {
    const { time, simulator, printer, until, state } = await setUp({ port: 'file' });
    simulator.setMute(true);
    await time.advance(POLL_MS + 3_000);
    expect(state()).toBe('fault device.timeout');
    expect(await until(printer.print(SLIP))).toMatchObject({ ok: false, error: { code: 'device.timeout' } });
    simulator.setMute(false);
    await time.advance(POLL_FAULTY_MS + 3_000);
    expect(state()).toBe('ok');
  });

  test('unplugged at rest and back', async () => {
    const { time, port, printer, until, state } = await setUp();
    port.unplug();
    await time.advance(600);
    expect(state()).toBe('missing device.missing');
    expect(await until(printer.print(SLIP))).toMatchObject({ ok: false, error: { code: 'device.missing' } });
    expect((await until(printer.selfTest(), 30_000)).steps).toMatchObject([
      { code: 'device.missing', ok: false },
    ]);
    port.plug();
    await time.advance(2_000);
    expect(state()).toBe('ok');
  });

  test.each([0, 1, 50, 400, 3_000, 9_000])('unplugged after %i bytes of a slip', async (bytes) => {
    let armed = Number.POSITIVE_INFINITY;
    let passed = 0;
    const { port, printer, until, simulator, time } = await setUp({
      wire: {
        toDevice: {
          garble: (byte) => {
            if (++passed > armed) queueMicrotask(() => port.unplug());
            return byte;
          },
        },
      },
    });
    armed = passed + bytes;
    const printed = await until(printer.print(LONG));
    expect(printed).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/^device\.(unplugged|missing)$/) },
    });
    armed = Number.POSITIVE_INFINITY;
    port.plug();
    await time.advance(5_000);
    simulator.loadPaper();
    simulator.clear();
    expect(await until(printer.print(SLIP))).toMatchObject({ ok: true });
    expect(simulator.texts().at(-1)?.[0]).toBe('取件凭条');
  });

  test('a wire that takes nothing ends in a time-out, and the line is opened anew', async () => {
    let hangs = false;
    const { printer, until, port, time, state } = await setUp({ hangs: () => hangs });
    const tries = port.tries();
    hangs = true;
    const printed = await until(printer.print(SLIP));
    expect(printed).toMatchObject({ ok: false, error: { code: 'device.timeout' } });
    hangs = false;
    await time.advance(10_000);
    expect(port.tries()).toBeGreaterThan(tries);
    expect(state()).toBe('ok');
  });

  test('garbled answers are a time-out at worst, never a printed slip that was not', async () => {
    const { simulator, printer, until, time } = await setUp();
    simulator.garble(1_000);
    const printed = await until(printer.print(SLIP));
    expect(printed.ok).toBe(false);
    simulator.garble(0);
    await time.advance(POLL_MS);
    expect(await until(printer.print(SLIP))).toMatchObject({ ok: true });
  });
});

describe('stopping', () => {
  test('ends what prints and what waits with device.stopped', async () => {
    const { printer, until, simulator } = await setUp();
    simulator.endPaper(3_000);
    const all = [printer.print(LONG), printer.print(SLIP), printer.print(SLIP)];
    const stopped = printer.stop();
    const results = await until(Promise.all(all), 5_000);
    expect(results.map((result) => !result.ok && result.error.code)).toEqual([
      'device.stopped',
      'device.stopped',
      'device.stopped',
    ]);
    await until(stopped);
    expect(await until(printer.print(SLIP))).toMatchObject({ ok: false, error: { code: 'device.stopped' } });
  });

  test('logs neither texts nor bytes', async () => {
    const { printer, until, logged, simulator } = await setUp();
    await until(printer.print(SLIP));
    simulator.endPaper();
    await until(printer.print(SLIP));
    expect(logged.length).toBeGreaterThan(0);
    expect(JSON.stringify(logged)).not.toMatch(/取件|JY2026|窗口/);
  });
});
