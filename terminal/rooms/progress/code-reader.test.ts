import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../../contracts/result.ts';
import { virtualTime } from '../../../contracts/testing/virtual-time.ts';
import type { CodeScanner } from '../../../devices/device.ts';
import { createCodeReader, READ_MS } from './code-reader.ts';

function setUp() {
  const time = virtualTime();
  const listeners = new Set<(code: { text: string | null }) => void>();
  const world = { there: true, lit: false };
  const scanner = {
    arm: () => {
      world.lit = true;
    },
    disarm: () => {
      world.lit = false;
    },
    onCode(listener: (code: { text: string | null }) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as CodeScanner;
  const reader = createCodeReader(() => (world.there ? scanner : null), time.timers);
  const say = (text: string | null) => {
    for (const listener of listeners) listener({ text });
  };
  return { reader, time, world, listeners, say };
}

describe('codes for a page that waits', () => {
  test('the next code; unreadable light is none', async () => {
    const { reader, say, world } = setUp();
    const read = reader.read();
    expect(world.lit).toBe(true);
    say(null);
    say('A-1');
    expect(await read).toEqual(ok('A-1'));
  });

  test('none in time; one that comes between two calls is the next one’s', async () => {
    const { reader, say, time, world } = setUp();
    const first = reader.read();
    await time.advance(READ_MS);
    expect(await first).toEqual(ok(null));
    expect(world.lit).toBe(true);
    say('A-2');
    expect(await reader.read()).toEqual(ok('A-2'));
  });

  test('the page is left: the call answers, the light goes out, nothing is heard any more', async () => {
    const { reader, say, world, listeners } = setUp();
    const read = reader.read();
    reader.stop();
    expect(await read).toEqual(ok(null));
    expect([world.lit, listeners.size]).toEqual([false, 0]);
    say('A-3');
    const next = reader.read();
    say('A-4');
    expect(await next).toEqual(ok('A-4'));
  });

  test('a page that is gone without a word leaves no light on', async () => {
    const { reader, time, world, listeners } = setUp();
    void reader.read();
    await time.advance(60_000);
    expect([world.lit, listeners.size]).toEqual([false, 0]);
  });

  test('a second call takes the place of the first; a scanner that is gone is told', async () => {
    const { reader, say, world, listeners } = setUp();
    const first = reader.read();
    const second = reader.read();
    expect(await first).toEqual(ok(null));
    say('A-5');
    expect(await second).toEqual(ok('A-5'));
    world.there = false;
    expect(await reader.read()).toEqual(fail('device.missing'));
    expect(listeners.size).toBe(0);
  });
});
