import { describe, expect, it } from 'vitest';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import { keepOpen } from '../channel/keep-open.ts';
import { memoryPort } from '../testing/memory-channel.ts';
import { encodeRequest } from './codec.ts';
import { createExchange } from './exchange.ts';
import { cardFixture } from './fixtures.ts';
import { readFrame, replyFrame } from './testing/frames.ts';

async function create() {
  const time = virtualTime();
  const port = memoryPort();
  const line = keepOpen(port.open, time);
  let damages = 0;
  const exchange = createExchange({ line, timers: time.timers, hid: false, onDamage: () => damages++ });
  const came: Uint8Array[] = [];
  port.onOpen((device) => device.onData((chunk) => came.push(chunk)));
  await time.advance(1);
  return { time, port, line, exchange, came, damages: () => damages };
}
const code = (answer: { ok: boolean; error?: { code: string } } | undefined) => answer?.error?.code ?? 'ok';

describe('one command at a time', () => {
  it('the next leaves when the one before is answered', async () => {
    const { time, port, exchange, came } = await create();
    const [first, second] = [exchange.ask('status'), exchange.ask('find')];
    await time.advance(1);
    expect(came).toEqual([encodeRequest('status')]);
    void port.device()?.write(replyFrame(0x90));
    await time.advance(1);
    expect(came).toEqual([encodeRequest('status'), encodeRequest('find')]);
    void port.device()?.write(replyFrame(0x9f, [0, 0, 0, 0]));
    expect(code(await first)).toBe('ok');
    expect(await second).toMatchObject({ ok: true, value: { sw3: 0x9f } });
    exchange.stop();
  });

  it('a late or doubled answer to another command is no answer', async () => {
    const { time, port, exchange } = await create();
    const read = exchange.ask('read');
    await time.advance(3_000);
    expect(code(await read)).toBe('idCard.noAnswer');
    for (const command of ['status', 'find', 'select', 'newestAddress', 'samId'] as const) {
      const asked = exchange.ask(command);
      await time.advance(1);
      void port.device()?.write(readFrame(cardFixture('resident')));
      await time.advance(10);
      void port.device()?.write(replyFrame(0x41));
      await time.advance(1);
      expect([command, code(await asked)]).toEqual([command, 'idCard.readFailed']);
    }
    exchange.stop();
  });

  it('more than eight are not kept waiting', async () => {
    const { time, exchange } = await create();
    const asked = Array.from({ length: 12 }, () => exchange.ask('status'));
    await time.advance(20_000);
    const codes = (await Promise.all(asked)).map(code);
    expect(codes.filter((c) => c === 'device.busy')).toHaveLength(3);
    expect(codes.filter((c) => c === 'idCard.noAnswer')).toHaveLength(9);
  });
});

describe('what comes in the place of an answer', () => {
  it.each<[string, Uint8Array, string, number]>([
    ['nothing', new Uint8Array(), 'idCard.noAnswer', 1_000],
    ['noise', Uint8Array.of(1, 2, 3), 'device.garbled', 1_000],
    ['half an answer', replyFrame(0x90).subarray(0, 8), 'device.garbled', 1_000],
    ['a wrong checksum', replyFrame(0x90).with(10, 0), 'idCard.frameChecksum', 150],
  ])('%s', async (_name, bytes, expected, ms) => {
    const { time, port, exchange, damages } = await create();
    const asked = exchange.ask('status');
    await time.advance(0);
    if (bytes.length > 0) void port.device()?.write(bytes);
    let settled = '';
    void asked.then((answer) => {
      settled = code(answer);
    });
    await time.advance(ms - 1);
    expect(settled).toBe('');
    await time.advance(1);
    expect(settled).toBe(expected);
    expect(damages()).toBe(
      ['device.garbled', 'idCard.frameChecksum'].includes(expected) && bytes.length !== 8 ? 1 : 0,
    );
    exchange.stop();
  });

  it('an answer that follows a damaged one in time is taken', async () => {
    const { time, port, exchange } = await create();
    const asked = exchange.ask('status');
    await time.advance(0);
    void port.device()?.write(replyFrame(0x90).with(10, 0));
    await time.advance(100);
    void port.device()?.write(replyFrame(0x90));
    expect(code(await asked)).toBe('ok');
    exchange.stop();
  });
});

describe('nothing stays pending', () => {
  it('when the reader is unplugged, and while it is', async () => {
    const { time, port, exchange } = await create();
    const asked = [exchange.ask('read'), exchange.ask('find')];
    await time.advance(1);
    port.unplug();
    expect((await Promise.all(asked)).map(code)).toEqual(['device.unplugged', 'device.unplugged']);
    await time.advance(1_000);
    expect(code(await exchange.ask('status'))).toBe('device.missing');
    port.plug();
    await time.advance(2_000);
    const again = exchange.ask('status');
    await time.advance(1);
    void port.device()?.write(replyFrame(0x90));
    expect(code(await again)).toBe('ok');
    exchange.stop();
  });

  it('when it is stopped', async () => {
    const { time, exchange } = await create();
    const asked = [exchange.ask('read'), exchange.ask('find')];
    await time.advance(1);
    exchange.stop();
    expect((await Promise.all(asked)).map(code)).toEqual(['device.stopped', 'device.stopped']);
    expect(code(await exchange.ask('status'))).toBe('device.stopped');
  });
});
