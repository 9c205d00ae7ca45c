import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shortenedTime } from '../testing/clock.ts';
import { fewerRuns } from '../testing/fuzz.ts';
import { ask } from './http.ts';

/** A connection takes about a millisecond: fewer runs than pure code has. */
const SHARE = 4;
const SILENCE_MS = 1_000;
const MOST_BYTES = 1_000;

/** Answers each connection with bytes of a test's choice. */
let server: Server;
let url: URL;
let answerWith: (socket: Socket) => void = () => {};
beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => answerWith(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/eSCL/x`);
});
afterAll(() => server.close());

const { timers } = shortenedTime({ [SILENCE_MS]: 250 });
const get = (signal?: AbortSignal) =>
  ask(
    {
      method: 'GET',
      url,
      mostBytes: MOST_BYTES,
      silenceMs: SILENCE_MS,
      mostMs: 10_000,
      ...(signal && { signal }),
    },
    timers,
  );
const say = (text: string, end = true) => {
  answerWith = (socket) => (end ? socket.end(text, 'latin1') : socket.write(text, 'latin1'));
};

describe('an answer', () => {
  it('is whole', async () => {
    say('HTTP/1.1 201 Created\r\nLocation: /eSCL/ScanJobs/1\r\nContent-Length: 3\r\n\r\nabc');
    expect(await get()).toEqual({
      ok: true,
      value: { status: 201, location: '/eSCL/ScanJobs/1', bytes: new TextEncoder().encode('abc') },
    });
  });

  it.each([
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n'],
    ['the end of the connection', 'HTTP/1.0 200 OK\r\n\r\nabc'],
  ])('is whole by %s', async (_name, text) => {
    say(text);
    expect(await get()).toMatchObject({ ok: true, value: { status: 200, bytes: { length: 3 } } });
  });

  it('of a redirect is not followed', async () => {
    say('HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n');
    expect(await get()).toMatchObject({ ok: true, value: { status: 302 } });
  });

  it.each([
    ['a cut body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', true, 'device.unplugged'],
    ['cut chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab', true, 'device.unplugged'],
    ['no bytes', '', true, 'device.unplugged'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', true, 'device.garbled'],
    ['silence', '', false, 'device.timeout'],
    ['silence in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', false, 'device.timeout'],
    ['a long body', `HTTP/1.1 200 OK\r\n\r\n${'a'.repeat(MOST_BYTES + 1)}`, true, 'input.tooLarge'],
    ['a long promise', 'HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n', false, 'input.tooLarge'],
    ['a long head', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`, true, 'device.garbled'],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 3\r\n\r\nabc',
      true,
      'device.garbled',
    ],
  ])('with %s is refused', async (_name, text, end, code) => {
    say(text, end);
    expect(await get()).toMatchObject({ ok: false, error: { code } });
  });

  it('without end is broken off', async () => {
    const chunk = `8000\r\n${'a'.repeat(0x8000)}\r\n`;
    answerWith = (socket) => {
      const more = (): void => {
        if (!socket.destroyed) socket.write(chunk, more);
      };
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', more);
    };
    expect(await get()).toMatchObject({ ok: false, error: { code: 'input.tooLarge' } });
  });

  it('that drips for ever ends at the limit of time', async () => {
    const slow = shortenedTime({ 10000: 150 });
    let drip: NodeJS.Timeout | undefined;
    answerWith = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      drip = setInterval(() => socket.write('a'), 10);
    };
    const asked = {
      method: 'GET',
      url,
      mostBytes: MOST_BYTES,
      silenceMs: SILENCE_MS,
      mostMs: 10_000,
    } as const;
    expect(await ask(asked, slow.timers)).toMatchObject({ ok: false, error: { code: 'device.timeout' } });
    clearInterval(drip);
  });

  it('is not waited for after a cancel', async () => {
    say('', false);
    const cancelled = new AbortController();
    const answer = get(cancelled.signal);
    cancelled.abort();
    expect(await answer).toMatchObject({ ok: false, error: { code: 'scan.cancelled' } });
    expect(await get(cancelled.signal)).toMatchObject({ ok: false, error: { code: 'scan.cancelled' } });
  });

  it('comes from nobody where nothing listens', async () => {
    const asked = { method: 'GET', mostBytes: 1, silenceMs: SILENCE_MS, mostMs: 10_000 } as const;
    const nobody = await ask({ ...asked, url: new URL('http://127.0.0.1:1/eSCL') }, timers);
    expect(nobody).toMatchObject({ ok: false, error: { code: 'device.missing' } });
  });
});

it('whatever comes over the wire, every request ends, and what is taken for whole is whole', async () => {
  const body = 'abcdefghij';
  const whole = fc.constantFrom(
    `HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n${body}`,
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n6\r\nefghij\r\n0\r\n\r\n`,
  );
  const wire = whole.chain((text) =>
    fc.oneof(
      fc.nat({ max: text.length }).map((n) => ({ text: text.slice(0, n), cutAt: n, of: text.length })),
      fc.constant({ text: text + text, cutAt: null, of: text.length }),
      fc.tuple(fc.nat({ max: text.length - 1 }), fc.nat({ max: 255 })).map(([at, byte]) => ({
        text: text.slice(0, at) + String.fromCharCode(byte) + text.slice(at + 1),
        cutAt: null,
        of: text.length,
      })),
      fc
        .string({ unit: 'binary-ascii', maxLength: 80 })
        .map((noise) => ({ text: noise, cutAt: null, of: 0 })),
    ),
  );
  await fc.assert(
    fc.asyncProperty(wire, fc.nat({ max: 60 }), async ({ text, cutAt, of }, split) => {
      answerWith = (socket) => {
        socket.write(text.slice(0, split), 'latin1');
        socket.end(text.slice(split), 'latin1');
      };
      const answer = await get();
      if (cutAt !== null && cutAt < of) expect(answer.ok).toBe(false);
      if (answer.ok) expect(answer.value.bytes.length).toBeLessThanOrEqual(MOST_BYTES);
    }),
    { numRuns: fewerRuns(SHARE) },
  );
});
