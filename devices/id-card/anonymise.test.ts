import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../testing/fuzz.ts';
import { anonymiseFor } from './anonymise.ts';
import { checkCard } from './check.ts';
import { createFrameParser, encodeRequest } from './codec.ts';
import { CARD_FIXTURES, cardFixture } from './fixtures.ts';
import { partsOf } from './shapes.ts';
import { readFrame, replyFrame } from './testing/frames.ts';
import { FUZZ_TIMEOUT_MS } from './testing/timeout.ts';
import { decodeAddress, decodeText } from './text.ts';

const clean = (...chunks: Uint8Array[]): Uint8Array => {
  const anonymise = anonymiseFor('serial')('in');
  return Uint8Array.from(chunks.flatMap((chunk) => [...anonymise(chunk)]));
};
function replyIn(bytes: Uint8Array) {
  const frames = createFrameParser().push(bytes);
  const found = frames.find((frame) => frame.type === 'reply');
  return found?.type === 'reply' ? found.reply : null;
}

describe('a recording', () => {
  it('holds nobody in the place of everybody, and replays', () => {
    for (const card of CARD_FIXTURES) {
      const reply = replyIn(clean(readFrame(card)));
      const parts = reply && partsOf('read', reply.data);
      const decoded = decodeText(parts?.text ?? new Uint8Array());
      expect(decoded.ok && checkCard(decoded.value, '2026-11-25')).toMatchObject({
        ok: true,
        value: { name: '某某某' },
      });
      expect(parts?.photo.every((byte) => byte === 0)).toBe(true);
    }
  });

  it('holds no fingerprints, no newest address and no serial of a card', () => {
    const { text, photo } = cardFixture('moved');
    const prints = new Uint8Array(1_024).fill(7);
    const full = replyIn(clean(replyFrame(0x90, [1, 0, 4, 0, 4, 0, ...text, ...photo, ...prints])));
    expect(partsOf('readWithFingerprint', full?.data ?? new Uint8Array())?.fingerprint).toEqual(
      new Uint8Array(1_024),
    );
    const none = replyIn(clean(replyFrame(0x90, [1, 0, 4, 0, 0, 0, ...text, ...photo])));
    expect(partsOf('readWithFingerprint', none?.data ?? new Uint8Array())?.fingerprint.length).toBe(0);
    const address = replyIn(clean(replyFrame(0x90, Buffer.from('新街88号'.padEnd(35), 'utf16le'))));
    expect(decodeAddress(address?.data ?? new Uint8Array())).toBe('');
    expect(clean(replyFrame(0x90, [1, 2, 3, 4, 5, 6, 7, 8]))).toEqual(replyFrame(0x90, new Uint8Array(8)));
  });

  it('keeps what tells nothing of anybody', () => {
    for (const frame of [replyFrame(0x90), replyFrame(0x80), replyFrame(0x90, new Uint8Array(16).fill(9))])
      expect(clean(frame)).toEqual(frame);
    const request = encodeRequest('read');
    expect(anonymiseFor('serial')('out')(request)).toEqual(request);
  });

  it('keeps a wrong checksum wrong', () => {
    const frame = readFrame(cardFixture('resident'));
    const damaged = frame.with(frame.length - 1, (frame.at(-1) ?? 0) ^ 0x10);
    expect(createFrameParser().push(clean(damaged))[0]).toEqual({ type: 'damage', what: 'checksum' });
  });

  it('keeps the report ids of a HID reader', () => {
    const anonymise = anonymiseFor('hid')('in');
    const frame = Uint8Array.from([...readFrame(cardFixture('resident')), ...new Uint8Array(49)]);
    const reports = Array.from({ length: frame.length / 64 }, (_, n) =>
      Uint8Array.from([0, ...frame.subarray(n * 64, (n + 1) * 64)]),
    );
    const stream = Uint8Array.from(reports.flatMap((report) => [...anonymise(report).subarray(1)]));
    expect(stream.subarray(0, 1_295)).toEqual(clean(readFrame(cardFixture('resident'))));
  });
});

it(
  'however the bytes are split, damaged or cut, no run of the card stays',
  () => {
    const card = cardFixture('moved');
    const stream = [
      ...readFrame(card),
      ...replyFrame(0x90, Buffer.from('迁居街88号附5号'.padEnd(35), 'utf16le')),
    ];
    const secrets = ['王建芬', '41040319630815', '试验路', '迁居街'].map((text) =>
      Buffer.from(text, 'utf16le'),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(stream.length - 1), fc.constantFrom('drop', 'flip', 'double')), {
          maxLength: 5,
        }),
        fc.nat(stream.length - 1),
        fc.integer({ min: 1, max: 400 }),
        (damage, from, size) => {
          const bytes = [...stream];
          for (const [at, how] of damage) {
            if (how === 'drop') bytes.splice(at, 1);
            else if (how === 'double') bytes.splice(at, 0, bytes[at] ?? 0);
            else bytes[at] = (bytes[at] ?? 0) ^ 4;
          }
          const chunks = [];
          for (let at = from; at < bytes.length; at += size)
            chunks.push(Uint8Array.from(bytes.slice(at, at + size)));
          const out = Buffer.from(clean(...chunks));
          expect(out.length).toBe(Math.max(0, bytes.length - from));
          for (const secret of secrets) expect(out.includes(secret)).toBe(false);
        },
      ),
      { numRuns: Math.ceil(fuzzRuns(1) / 10) },
    );
  },
  FUZZ_TIMEOUT_MS,
);
