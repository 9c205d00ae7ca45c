import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import { fuzzRuns } from '../testing/fuzz.ts';
import { memoryPort } from '../testing/memory-channel.ts';
import { keepOpen } from './keep-open.ts';
import type { ByteChannel, OpenChannel } from './types.ts';

function setUp(open?: OpenChannel) {
  const time = virtualTime();
  const port = memoryPort();
  const line = keepOpen(open ?? port.open, time);
  const seen: (string | null)[] = [];
  line.onChange(() => seen.push(line.channel() === null ? line.code() : 'open'));
  return { time, port, line, seen };
}

describe('a line', () => {
  test('opens at once, and knows nothing before it tried', async () => {
    const { time, line, seen } = setUp();
    expect(line.channel()).toBeNull();
    expect(line.code()).toBeNull();
    await time.advance(0);
    expect(line.channel()?.port).toBe('memory');
    expect(seen).toEqual(['open']);
  });

  test('tells why it is not open, once, and opens within 2 s of the return', async () => {
    const { time, port, line, seen } = setUp();
    port.unplug();
    await time.advance(10_000);
    expect(seen).toEqual(['device.missing']);
    expect(port.tries()).toBeLessThanOrEqual(21);
    port.plug();
    await time.advance(500);
    expect(line.channel()).not.toBeNull();
    expect(line.code()).toBeNull();
  });

  test('opens again after an unplugging, with a new channel', async () => {
    const { time, port, line, seen } = setUp();
    await time.advance(60_000);
    const first = line.channel();
    port.unplug();
    expect(line.channel()).toBeNull();
    expect(line.code()).toBe('device.unplugged');
    await time.advance(5_000);
    port.plug();
    await time.advance(500);
    expect(line.channel()).not.toBe(first);
    expect(seen).toEqual(['open', 'device.unplugged', 'device.missing', 'open']);
  });

  test('asks for a busy port more slowly', async () => {
    const { time, port } = setUp();
    port.unplug('device.portBusy');
    await time.advance(20_000);
    expect(port.tries()).toBeLessThanOrEqual(11);
    expect(port.tries()).toBeGreaterThan(5);
  });

  test('reopens on demand: the old channel is closed, the new one comes at once', async () => {
    const { time, port, line } = setUp();
    await time.advance(5_000);
    const first = line.channel();
    const ended: unknown[] = [];
    first?.onClose((code) => ended.push(code));
    line.reopen();
    expect(line.channel()).toBeNull();
    await time.advance(0);
    expect(ended).toEqual([null]);
    expect(line.channel()).not.toBeNull();
    expect(line.channel()).not.toBe(first);
    expect(port.tries()).toBe(2);
  });

  test('a driver that reopens all the time does not open more than twice a second', async () => {
    const { time, port, line } = setUp();
    line.onChange(() => line.reopen());
    await time.advance(10_000);
    expect(port.tries()).toBeLessThanOrEqual(21);
    expect(port.tries()).toBeGreaterThan(10);
  });

  test('an opening that never answers counts as missing, and what opens late is closed', async () => {
    let give: (channel: ByteChannel) => void = () => {};
    const never: OpenChannel = () =>
      new Promise((resolve) => {
        give = (value) => resolve({ ok: true, value });
      });
    const { time, port, line } = setUp(never);
    await time.advance(9_999);
    expect(line.code()).toBeNull();
    const giveLate = give;
    await time.advance(1);
    expect(line.code()).toBe('device.missing');
    const late = await port.open();
    if (!late.ok) throw new Error('memory port refused');
    giveLate(late.value);
    await time.advance(0);
    expect(port.device()).toBeNull();
    expect(line.channel()).toBeNull();
  });

  test('stop closes the channel, settles while an opening hangs, and nothing happens after it', async () => {
    const open = setUp();
    await open.time.advance(0);
    await open.line.stop();
    expect(open.port.device()).toBeNull();
    await open.time.advance(60_000);
    expect(open.port.tries()).toBe(1);
    expect(open.seen).toEqual(['open', null]);

    const hanging = setUp(() => new Promise(() => {}));
    await hanging.time.advance(0);
    await hanging.line.stop();
    expect(hanging.line.channel()).toBeNull();

    const missing = setUp();
    missing.port.unplug();
    await missing.time.advance(700);
    await missing.line.stop();
    const tries = missing.port.tries();
    await missing.time.advance(60_000);
    expect(missing.port.tries()).toBe(tries);
  });

  test('whatever happens, it is open within 2 s of a plugging that lasts, and holds one channel at most', async () => {
    const happening = fc.record({
      what: fc.constantFrom('plug', 'unplug', 'busy', 'reopen', 'close'),
      afterMs: fc.nat({ max: 3_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 12 }), async (happenings) => {
        const { time, port, line, seen } = setUp();
        for (const { what, afterMs } of happenings) {
          await time.advance(afterMs);
          if (what === 'plug') port.plug();
          else if (what === 'unplug') port.unplug();
          else if (what === 'busy') port.unplug('device.portBusy');
          else if (what === 'reopen') line.reopen();
          else await line.channel()?.close();
          expect(line.channel() !== null && port.device() === null).toBe(false);
        }
        port.plug();
        await time.advance(2_000);
        expect(line.channel()).not.toBeNull();
        expect(seen.every((state, i) => state !== 'open' || seen[i + 1] !== 'open')).toBe(true);
        await line.stop();
        expect(port.device()).toBeNull();
      }),
      { numRuns: fuzzRuns(20) },
    );
  });
});
