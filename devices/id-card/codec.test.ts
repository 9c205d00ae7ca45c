import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../testing/fuzz.ts';
import { type Command, createFrameParser, encodeRequest, type Frame } from './codec.ts';
import { cardFixture } from './fixtures.ts';
import { answers, isSuccess, partsOf } from './shapes.ts';
import { bytesOf, readFrame, replyFrame } from './testing/frames.ts';
import { FUZZ_TIMEOUT_MS } from './testing/timeout.ts';

const PREAMBLE = 'AA AA AA 96 69 ';
const PROPERTIES = 4;

/** A reply's SW3 and data, or what was damaged. */
const summary = (frames: Frame[]) =>
  frames.map((f) => (f.type === 'reply' ? [f.reply.sw3, Buffer.from(f.reply.data).toString('hex')] : f.what));
const parse = (...chunks: Uint8Array[]) => {
  const parser = createFrameParser();
  return summary(chunks.flatMap((chunk) => parser.push(chunk)));
};

describe('requests are those of the protocol', () => {
  it.each<[Command, string]>([
    ['status', '00 03 11 FF ED'],
    ['resetSam', '00 03 10 FF EC'],
    ['samId', '00 03 12 FF EE'],
    ['find', '00 03 20 01 22'],
    ['select', '00 03 20 02 21'],
    ['read', '00 03 30 01 32'],
    ['readWithFingerprint', '00 03 30 10 23'],
    ['newestAddress', '00 03 30 03 30'],
  ])('%s', (command, hex) => {
    expect(encodeRequest(command)).toEqual(bytesOf(PREAMBLE + hex));
  });
});

describe('replies', () => {
  const OK = bytesOf(`${PREAMBLE} 00 04 00 00 90 94`);
  const FOUND = bytesOf(`${PREAMBLE} 00 08 00 00 9F 00 00 00 00 97`);

  it.each<[string, string, ReturnType<typeof summary>]>([
    ['ok', '00 04 00 00 90 94', [[0x90, '']]],
    ['found', '00 08 00 00 9F 00 00 00 00 97', [[0x9f, '00000000']]],
    ['not found', '00 04 00 00 80 84', [[0x80, '']]],
    ['selected', '00 0C 00 00 90 00 00 00 00 00 00 00 00 9C', [[0x90, '0000000000000000']]],
    ['none', '00 04 00 00 91 95', [[0x91, '']]],
    ["read failed, with the card's own status", '00 04 69 82 41 AE', [[0x41, '']]],
    ['a wrong checksum', '00 04 00 00 90 95', ['checksum']],
    ['a LEN that is too small', '00 03 00 00 90', ['length']],
    ['a LEN beyond the cap', '09 0B 00 00 90', ['length']],
  ])('%s', (_name, hex, expected) => {
    expect(parse(bytesOf(PREAMBLE + hex))).toEqual(expected);
  });

  it('have the lengths of the protocol: 1295, 2321 with fingerprints, 1297 without', () => {
    const { text, photo } = cardFixture('moved');
    const prints = new Uint8Array(1_024).fill(7);
    const full = replyFrame(0x90, [1, 0, 4, 0, 4, 0, ...text, ...photo, ...prints]);
    const none = replyFrame(0x90, [1, 0, 4, 0, 0, 0, ...text, ...photo]);
    expect([readFrame(cardFixture('moved')).length, full.length, none.length]).toEqual([1295, 2321, 1297]);
    for (const [frame, command, length] of [
      [readFrame(cardFixture('moved')), 'read', 0],
      [full, 'readWithFingerprint', 1_024],
      [none, 'readWithFingerprint', 0],
    ] as const) {
      const [parsed] = createFrameParser().push(frame);
      if (parsed?.type !== 'reply') throw new Error('no reply');
      expect(isSuccess(command, parsed.reply)).toBe(true);
      expect(partsOf(command, parsed.reply.data)).toMatchObject({ text, photo });
      expect(partsOf(command, parsed.reply.data)?.fingerprint.length).toBe(length);
    }
  });

  it('come byte by byte, two in a chunk, and after noise', () => {
    expect(parse(...Array.from(FOUND, (byte) => Uint8Array.of(byte)))).toEqual([[0x9f, '00000000']]);
    expect(parse(Uint8Array.from([...OK, ...FOUND]))).toEqual([
      [0x90, ''],
      [0x9f, '00000000'],
    ]);
    expect(parse(bytesOf('13 37 AA AA'), Uint8Array.from([0xaa, ...OK]))).toEqual(['noise', [0x90, '']]);
  });

  it('are found within a frame that lost a byte', () => {
    expect(parse(Uint8Array.from([...[...FOUND].toSpliced(9, 1), ...OK]))).toEqual(['checksum', [0x90, '']]);
  });

  it('may be followed by zeros, which are padding and no damage', () => {
    expect(parse(Uint8Array.from([...OK, 0, 0, 0, 0]), OK)).toEqual([
      [0x90, ''],
      [0x90, ''],
    ]);
  });

  it('begin anew after a reset', () => {
    const parser = createFrameParser();
    parser.push(FOUND.subarray(0, 9));
    parser.reset();
    expect(summary(parser.push(OK))).toEqual([[0x90, '']]);
  });

  it('of another command are told by their shape', () => {
    const reply = (frame: Uint8Array) => {
      const [parsed] = createFrameParser().push(frame);
      if (parsed?.type !== 'reply') throw new Error('no reply');
      return parsed.reply;
    };
    const read = reply(readFrame(cardFixture('resident')));
    const commands: Command[] = ['status', 'samId', 'find', 'select', 'newestAddress', 'readWithFingerprint'];
    for (const command of commands) expect([command, answers(command, read)]).toEqual([command, false]);
    expect(answers('read', reply(OK))).toBe(false);
    expect(answers('read', reply(bytesOf(`${PREAMBLE} 00 04 00 00 41 45`)))).toBe(true);
  });
});

describe('whatever comes', () => {
  const reply = fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 60 }))
    .map(([sw3, data]) => ({ sw3, data, frame: replyFrame(sw3, data) }));
  const cut = (bytes: number[], at: number[]): Uint8Array[] => {
    const places = [0, ...at.map((x) => x % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
    return places.slice(1).map((end, n) => Uint8Array.from(bytes.slice(places[n], end)));
  };

  it(
    'whole replies are found however they are split and merged',
    () => {
      fc.assert(
        fc.property(
          fc.array(reply, { maxLength: 6 }),
          fc.array(fc.nat(), { maxLength: 8 }),
          (replies, at) => {
            const stream = replies.flatMap((r) => [...r.frame]);
            expect(parse(...cut(stream, at))).toEqual(
              replies.map((r) => [r.sw3, Buffer.from(r.data).toString('hex')]),
            );
          },
        ),
        { numRuns: fuzzRuns(PROPERTIES) },
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'after noise that ends no preamble, the next reply is found',
    () => {
      const noise = fc
        .uint8Array({ maxLength: 200 })
        .map((bytes) => bytes.map((byte) => (byte === 0xaa ? 0xab : byte)));
      fc.assert(
        fc.property(noise, reply, fc.array(fc.nat(), { maxLength: 4 }), (before, r, at) => {
          const replies = parse(...cut([...before, ...r.frame], at)).filter((f) => typeof f !== 'string');
          expect(replies).toEqual([[r.sw3, Buffer.from(r.data).toString('hex')]]);
        }),
        { numRuns: fuzzRuns(PROPERTIES) },
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'one flipped bit gives no other reply of the same length',
    () => {
      fc.assert(
        fc.property(reply, fc.nat(), fc.integer({ min: 0, max: 7 }), (r, place, bit) => {
          const at = place % r.frame.length;
          const flipped = r.frame.with(at, (r.frame[at] ?? 0) ^ (1 << bit));
          // A flip in LEN may cut a reply short and find a checksum there: hence the fixed lengths of `shapes.ts`.
          const replies = createFrameParser()
            .push(flipped)
            .filter((f) => f.type === 'reply');
          expect(replies.filter((f) => f.reply.data.length === r.data.length)).toEqual([]);
        }),
        { numRuns: fuzzRuns(PROPERTIES) },
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'an endless stream is taken in, however it is made',
    () => {
      const piece = fc.oneof(
        fc.uint8Array({ maxLength: 3_000 }),
        fc.constantFrom(
          bytesOf('AA'.repeat(3_000)),
          bytesOf('AAAAAA9669'.repeat(600)),
          bytesOf('AAAAAA96690904'.repeat(400)),
          bytesOf('AAAAAA9669FFFF'.repeat(400)),
        ),
      );
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 6 }), reply, (pieces, r) => {
          const parser = createFrameParser();
          for (const bytes of pieces) parser.push(bytes);
          parser.reset();
          expect(summary(parser.push(r.frame))).toEqual([[r.sw3, Buffer.from(r.data).toString('hex')]]);
        }),
        { numRuns: Math.ceil(fuzzRuns(PROPERTIES) / 10) },
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});
