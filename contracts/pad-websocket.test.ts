import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODE, loginData, MAX_FRAME, openData, parsePacket } from './pad-websocket.ts';

/** Any UTF-16 unit: control characters and lone surrogates among them. */
const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c));
const packet = fc.record(
  {
    code: fc.oneof(fc.constantFrom(...Object.values(CODE)), fc.maxSafeInteger()),
    state: fc.maxSafeInteger(),
    msg: fc.string({ maxLength: 500 }),
    data: fc.jsonValue(),
  },
  { requiredKeys: ['code'] },
);

describe('a frame', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(packet, (p) => {
        const frame = JSON.stringify(p);
        fc.pre(frame.length <= MAX_FRAME);
        expect(parsePacket(frame)).toEqual({ ok: true, value: JSON.parse(frame) });
      }),
    );
  });

  it('is read or refused, never thrown at, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: codeUnit }), fc.json()), (frame) => {
        const answer = parsePacket(frame);
        if (answer.ok) expect(Number.isInteger(answer.value.code)).toBe(true);
        else expect(['input.invalid', 'input.tooLarge']).toContain(answer.error.code);
      }),
    );
  });

  it('is refused by its size before it is read', () => {
    const frame = JSON.stringify({ code: CODE.heartbeat, data: 'x'.repeat(MAX_FRAME) });
    expect(parsePacket(frame)).toEqual({ ok: false, error: { code: 'input.tooLarge' } });
  });

  it.each([
    ['', 'not JSON'],
    ['{"code":40000', 'not JSON'],
    ['{"data":1}', 'code'],
    ['{"code":"40000"}', 'code'],
    ['{"code":1.5}', 'code'],
    ['[]', ''],
    ['null', ''],
  ])('%s is refused and says where', (frame, detail) => {
    expect(parsePacket(frame)).toEqual({ ok: false, error: { code: 'input.invalid', detail } });
  });
});

describe('a message', () => {
  it('of more than 500 characters is refused', () => {
    const frame = (length: number) => JSON.stringify({ code: CODE.login, msg: 'x'.repeat(length) });
    expect(parsePacket(frame(500)).ok).toBe(true);
    expect(parsePacket(frame(501))).toEqual({ ok: false, error: { code: 'input.invalid', detail: 'msg' } });
  });
});

describe('what a packet carries', () => {
  it('an address, plain or in an object', () => {
    expect(openData.parse('http://hub/rate?x=1')).toEqual({ url: 'http://hub/rate?x=1' });
    expect(openData.parse({ url: 'http://hub/rate?x=1' })).toEqual({ url: 'http://hub/rate?x=1' });
    for (const wrong of ['', {}, { url: '' }, 7, null, 'x'.repeat(8_001)])
      expect(openData.safeParse(wrong).success).toBe(false);
  });

  it('a login of a number and a key', () => {
    expect(loginData.safeParse({ work_no: 'WD1003', key: 'secret' }).success).toBe(true);
    for (const wrong of [
      {},
      { work_no: '', key: 'k' },
      { work_no: 'x'.repeat(41), key: 'k' },
      { work_no: 7, key: 'k' },
    ])
      expect(loginData.safeParse(wrong).success).toBe(false);
  });
});
