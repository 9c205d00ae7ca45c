import fc from 'fast-check';
import { expect, test } from 'vitest';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import type { ByteChannel } from '../channel/types.ts';
import { fuzzRuns } from './fuzz.ts';
import { memoryPair, memoryPort } from './memory-channel.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

function chunksOf(channel: ByteChannel): number[][] {
  const chunks: number[][] = [];
  channel.onData((chunk) => chunks.push([...chunk]));
  return chunks;
}

test('carries chunks both ways as they were written', async () => {
  const { driver, device } = memoryPair();
  const [atDriver, atDevice] = [chunksOf(driver), chunksOf(device)];
  expect(await driver.write(bytes(1, 2))).toEqual({ ok: true, value: null });
  await device.write(bytes(3));
  await device.write(bytes(4, 5));
  expect(atDevice).toEqual([[1, 2]]);
  expect(atDriver).toEqual([[3], [4, 5]]);
});

test('keeps what comes before the first listener', async () => {
  const { driver, device } = memoryPair();
  await device.write(bytes(1));
  await device.write(bytes(2));
  expect(chunksOf(driver)).toEqual([[1], [2]]);
});

test('splits, garbles, drops, inserts', async () => {
  const { driver, device } = memoryPair({
    toDriver: {
      split: 2,
      garble: (byte, offset) => [byte, byte ^ 0xff, [], [byte, byte]][offset] ?? byte,
    },
  });
  const got = chunksOf(driver);
  await device.write(bytes(10, 20, 30));
  await device.write(bytes(40, 50));
  expect(got).toEqual([[10, 0xeb], [40, 40], [50]]);
});

test('merges and delays on virtual time, and ends what waits when it is unplugged', async () => {
  const time = virtualTime();
  const { driver, device, unplug } = memoryPair({
    timers: time.timers,
    toDriver: { mergeMs: 20 },
    toDevice: { delayMs: 100 },
  });
  const [atDriver, atDevice] = [chunksOf(driver), chunksOf(device)];
  void device.write(bytes(1));
  await time.advance(19);
  void device.write(bytes(2));
  void driver.write(bytes(7));
  await time.advance(1);
  expect(atDriver).toEqual([[1, 2]]);
  void device.write(bytes(3));
  await time.advance(20);
  expect(atDriver).toEqual([[1, 2], [3]]);
  const waiting = driver.write(bytes(8));
  await time.advance(79);
  expect(atDevice).toEqual([[7]]);
  unplug();
  expect(await waiting).toMatchObject({ ok: false, error: { code: 'device.unplugged' } });
  await time.advance(1_000);
  expect(atDevice).toEqual([[7]]);
});

test('cuts the wire at any byte: what came before is there, nothing comes after, both ends know', async () => {
  const record = Uint8Array.from({ length: 60 }, (_, i) => i);
  for (let cutAfter = 0; cutAfter <= 60; cutAfter++) {
    const { driver, device } = memoryPair({ toDriver: { cutAfter, split: 7 } });
    const codes: unknown[] = [];
    driver.onClose((code) => codes.push(code));
    device.onClose((code) => codes.push(code));
    const got = chunksOf(driver);
    expect(await device.write(record)).toMatchObject({ ok: false });
    expect(got.flat()).toEqual([...record.subarray(0, cutAfter)]);
    expect(codes).toEqual(['device.unplugged', 'device.unplugged']);
    expect(await driver.write(bytes(1))).toMatchObject({ ok: false });
  }
});

test('refuses writes when told, and closes from either end', async () => {
  const { driver, device } = memoryPair({ toDevice: { refuse: () => 'device.timeout' } });
  const codes: unknown[] = [];
  driver.onClose((code) => codes.push(['driver', code]));
  device.onClose((code) => codes.push(['device', code]));
  expect(await driver.write(bytes(1))).toEqual({ ok: false, error: { code: 'device.timeout' } });
  await driver.close();
  await driver.close();
  expect(codes).toEqual([
    ['driver', null],
    ['device', 'device.unplugged'],
  ]);
});

test('a port opens once at a time, while it is plugged', async () => {
  const port = memoryPort();
  const seen: ByteChannel[] = [];
  port.onOpen((device) => seen.push(device));
  const first = await port.open();
  expect(first.ok && port.device() === seen[0]).toBe(true);
  expect(await port.open()).toMatchObject({ error: { code: 'device.portBusy' } });
  port.unplug();
  expect(port.device()).toBeNull();
  expect(await port.open()).toMatchObject({ error: { code: 'device.missing' } });
  port.plug();
  expect((await port.open()).ok).toBe(true);
  expect(seen).toHaveLength(2);
});

test('splitting loses and reorders nothing', async () => {
  const written = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(written, fc.integer({ min: 1, max: 60 }), async (chunks, split) => {
      const { driver, device } = memoryPair({ toDriver: { split } });
      const got = chunksOf(driver);
      for (const chunk of chunks) void device.write(chunk);
      await device.write(bytes());
      expect(got.flat()).toEqual(chunks.flatMap((chunk) => [...chunk]));
      expect(got.every((chunk) => chunk.length > 0 && chunk.length <= split)).toBe(true);
    }),
    { numRuns: fuzzRuns(20) },
  );
});
