import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../contracts/result.ts';
import { type VirtualTime, virtualTime } from '../../contracts/testing/virtual-time.ts';
import { type MemoryOptions, memoryPort } from '../testing/memory-channel.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { keepOpen } from './keep-open.ts';
import { createRecorder, MOST_RECORDED_BYTES } from './recorder.ts';
import { type Anonymise, blank, parseRecording, toHex } from './recording.ts';
import { replay } from './replayer.ts';
import type { ByteChannel } from './types.ts';

const folder = tempFolder();
let files = 0;
const newFile = () => join(folder, `${files++}.jsonl`);

const asItIs: Anonymise = () => (chunk) => chunk;
const bytes = (...values: number[]) => Uint8Array.from(values);

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
}

function setUp(anonymise: Anonymise = asItIs, options: MemoryOptions = {}) {
  const time = virtualTime();
  const port = memoryPort(options);
  const recorder = createRecorder(port.open, { anonymise, ...time });
  const line = keepOpen(recorder.open, time);
  return { time, port, recorder, line };
}
const recordingIn = (file: string) => value(parseRecording(readFileSync(file, 'utf8')));

describe('the recorder', () => {
  test('writes both directions with relative time, from an opening on, in a file that only its owner may read', async () => {
    const { time, port, recorder, line } = setUp();
    await time.advance(0);
    const before = line.channel();
    const file = newFile();
    value(await recorder.start(file, { device: 'card', driver: 'sdt' }));
    await time.advance(500);
    expect(line.channel()).not.toBe(before);

    const channel = line.channel() as ByteChannel;
    const got: string[] = [];
    channel.onData((chunk) => got.push(toHex(chunk)));
    port.device()?.onData((asked) => {
      expect(asked).toEqual(bytes(0xaa, 1));
      time.timers.after(40, () => void port.device()?.write(bytes(0x90)));
    });
    await channel.write(bytes(0xaa, 1));
    await time.advance(100);
    port.unplug();
    await recorder.stop();

    expect(got).toEqual(['90']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { about, entries } = recordingIn(file);
    expect(about).toEqual({ device: 'card', driver: 'sdt' });
    expect(entries.map(({ t, ...entry }) => entry)).toEqual([
      { type: 'open', port: 'memory' },
      { type: 'out', hex: 'aa01' },
      { type: 'in', hex: '90' },
      { type: 'close', code: 'device.unplugged' },
    ]);
    const at = entries.map((entry) => entry.t - (entries[0]?.t ?? 0));
    expect(at[2]).toBe((at[1] ?? 0) + 40);
  });

  test('never overwrites, records once at a time, and says so', async () => {
    const { recorder } = setUp();
    const file = newFile();
    value(await recorder.start(file, {}));
    expect(recorder.recording()).toBe(true);
    expect(await recorder.start(newFile(), {})).toMatchObject({ ok: false, error: { code: 'device.busy' } });
    await recorder.stop();
    expect(recorder.recording()).toBe(false);
    expect(await recorder.start(file, {})).toMatchObject({ ok: false, error: { code: 'store.fault' } });
    expect(recorder.recording()).toBe(false);
    expect(recordingIn(file).entries).toEqual([]);
  });

  test('stops by itself after ten minutes, and the channel goes on', async () => {
    const { time, recorder, line } = setUp();
    let told = 0;
    recorder.onChange(() => told++);
    value(await recorder.start(newFile(), {}));
    await time.advance(599_999);
    expect(recorder.recording()).toBe(true);
    const channel = line.channel();
    await time.advance(1);
    expect(recorder.recording()).toBe(false);
    expect(told).toBe(2);
    expect(line.channel()).toBe(channel);
    expect(await channel?.write(bytes(1))).toEqual({ ok: true, value: null });
  });

  test('stops by itself at 5 MB, with a file that can be read', async () => {
    const { time, port, recorder, line } = setUp();
    const file = newFile();
    value(await recorder.start(file, {}));
    await time.advance(500);
    let got = 0;
    line.channel()?.onData((chunk) => {
      got += chunk.length;
    });
    const chunk = new Uint8Array(65_536);
    for (let i = 0; i < 60; i++) await port.device()?.write(chunk);
    expect(recorder.recording()).toBe(false);
    expect(got).toBe(60 * chunk.length);
    await recorder.stop();
    await expect.poll(() => statSync(file).size).toBeGreaterThan(MOST_RECORDED_BYTES - 140_000);
    expect(statSync(file).size).toBeLessThanOrEqual(MOST_RECORDED_BYTES);
    expect(recordingIn(file).entries.length).toBeGreaterThan(30);
  });

  test('blanks what an anonymiser throws on or changes the length of, and gives the driver the true bytes', async () => {
    const failing: Anonymise = (direction) => (chunk) => {
      if (direction === 'out') throw new Error('bug');
      chunk.fill(7);
      return chunk.subarray(1);
    };
    for (const [anonymise, name] of [
      [failing, 'failing'],
      [blank, 'blank'],
    ] as const) {
      const { time, port, recorder, line } = setUp(anonymise);
      const file = newFile();
      value(await recorder.start(file, { name }));
      await time.advance(500);
      const got: string[] = [];
      line.channel()?.onData((chunk) => got.push(toHex(chunk)));
      await line.channel()?.write(bytes(1, 2, 3));
      await port.device()?.write(bytes(4, 5));
      await recorder.stop();
      expect(got).toEqual(['0405']);
      const hexes = recordingIn(file).entries.flatMap((e) => ('hex' in e ? [e.hex] : []));
      expect(hexes).toEqual(['000000', '0000']);
    }
  });

  test('keeps feature reports', async () => {
    const feature: MemoryOptions['feature'] = {
      send: async () => ({ ok: true, value: null }),
      get: async (id) => ({ ok: true, value: bytes(id, 9) }),
    };
    const { time, recorder, line } = setUp(asItIs, { feature });
    const file = newFile();
    value(await recorder.start(file, {}));
    await time.advance(500);
    await line.channel()?.feature?.send(bytes(254, 1));
    await line.channel()?.feature?.get(5, 2);
    await recorder.stop();
    const recording = recordingIn(file);
    expect(recording.entries.slice(1)).toMatchObject([
      { type: 'set', hex: 'fe01' },
      { type: 'get', reportId: 5, hex: '0509' },
    ]);

    const player = replay(recording, virtualTime());
    const channel = value(await player.open());
    expect(await channel.feature?.send(bytes(254, 1))).toEqual({ ok: true, value: null });
    expect(await channel.feature?.get(5, 2)).toEqual({ ok: true, value: bytes(5, 9) });
    expect(player.done()).toBe(true);
  });
});

describe('the replayer', () => {
  const session = value(
    parseRecording(
      [
        { format: 'hall-recording', version: 1, about: {} },
        { t: 0, type: 'open', port: '/dev/ttyUSB0' },
        { t: 10, type: 'out', hex: 'aa01' },
        { t: 50, type: 'in', hex: '9f' },
        { t: 60, type: 'out', hex: 'aa02' },
        { t: 70, type: 'close', code: 'device.unplugged' },
        { t: 900, type: 'open', port: '/dev/ttyUSB1' },
      ]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
    ),
  );

  test('answers after the recorded time, takes writes however they are cut, and ends as it ended', async () => {
    const time = virtualTime();
    const player = replay(session, time);
    const channel = value(await player.open());
    const got: string[] = [];
    const ended: unknown[] = [];
    channel.onData((chunk) => got.push(toHex(chunk)));
    channel.onClose((code) => ended.push(code));
    await time.advance(10_000);
    await channel.write(bytes(0xaa));
    await channel.write(bytes(0x01));
    await time.advance(39);
    expect(got).toEqual([]);
    await time.advance(1);
    expect(got).toEqual(['9f']);
    expect(player.done()).toBe(false);
    await channel.write(bytes(0xaa, 2));
    expect(await player.open()).toMatchObject({ ok: false });
    await time.advance(10);
    expect(ended).toEqual(['device.unplugged']);
    expect(value(await player.open()).port).toBe('/dev/ttyUSB1');
    expect(player.done()).toBe(true);
    expect(await player.open()).toMatchObject({ ok: false, error: { code: 'device.missing' } });
  });

  test('tells the first byte that differs, and ends there', async () => {
    const player = replay(session, virtualTime());
    const channel = value(await player.open());
    const ended: unknown[] = [];
    channel.onClose((code) => ended.push(code));
    expect(await channel.write(bytes(0xaa, 0x03))).toMatchObject({ ok: false });
    expect(player.problem()).toBe('opening 1: byte 1 written was 03, recorded is 01');
    expect(ended).toEqual(['device.unplugged']);
    expect(player.done()).toBe(false);
    expect(await player.open()).toMatchObject({ ok: false });
  });

  test('is not done when the driver closed before the device had answered', async () => {
    const time = virtualTime();
    const player = replay({ about: {}, entries: session.entries.slice(0, 3) }, time);
    const channel = value(await player.open());
    await channel.write(bytes(0xaa, 1));
    await channel.close();
    await time.advance(1_000);
    expect(player.done()).toBe(false);
  });

  test('refuses what is no recording, and leaves out a line that a power cut tore', () => {
    expect(parseRecording('')).toMatchObject({ ok: false });
    expect(parseRecording('{"format":"hall-recording","version":2,"about":{}}\n')).toMatchObject({
      ok: false,
    });
    const start = '{"format":"hall-recording","version":1,"about":{}}\n{"t":0,"type":"open","port":"x"}\n';
    expect(parseRecording(`${start}{"t":1,"type":"in","hex":"9`)).toMatchObject({
      ok: true,
      value: { entries: [{ type: 'open' }] },
    });
    expect(parseRecording(`${start}{"t":1,"type":"in","hex":"9"}\n`)).toMatchObject({
      ok: false,
      error: { detail: 'line 3' },
    });
  });

  test('what was recorded replays: the same bytes at the same times, for any session', async () => {
    const chunk = fc.uint8Array({ minLength: 1, maxLength: 40 });
    const step = fc.record({
      side: fc.constantFrom('driver', 'device'),
      chunk,
      afterMs: fc.nat({ max: 400 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const { time, port, recorder, line } = setUp();
        const file = newFile();
        value(await recorder.start(file, {}));
        await time.advance(500);
        const then = listen(line.channel() as ByteChannel, time);
        for (const { side, chunk, afterMs } of steps) {
          await time.advance(afterMs);
          if (side === 'driver') await line.channel()?.write(chunk);
          else await port.device()?.write(chunk);
        }
        await recorder.stop();
        await line.stop();

        const replayTime = virtualTime();
        const player = replay(recordingIn(file), replayTime);
        const channel = value(await player.open());
        const now = listen(channel, replayTime);
        for (const { side, chunk, afterMs } of steps) {
          await replayTime.advance(afterMs);
          if (side === 'driver') await channel.write(chunk);
        }
        await replayTime.advance(0);
        expect(player.problem()).toBeNull();
        expect(player.done()).toBe(true);
        expect(now).toEqual(then);
        rmSync(file);
      }),
      { numRuns: 150 },
    );
  });
});

/** What comes out of a channel, with ms since now. */
function listen(channel: ByteChannel, time: VirtualTime): { at: number; hex: string }[] {
  const start = time.clock.boottimeMs();
  const got: { at: number; hex: string }[] = [];
  channel.onData((chunk) => got.push({ at: time.clock.boottimeMs() - start, hex: toHex(chunk) }));
  return got;
}
