import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readCursor, writeCursor } from './cursor.ts';

const signer = (key: string) => ({
  mac: (purpose: string, text: string) => createHmac('sha256', key).update(`${purpose} ${text}`).digest(),
});
const ours = signer('ours');
const shape = z.tuple([z.string(), z.string()]);
const refused = { ok: false, error: { code: 'input.invalid', detail: 'after' } };

describe('a cursor', () => {
  it('comes back as it was written, in the alphabet and length of the contract', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 32 }).filter((s) => s.isWellFormed()),
        fc.uuid(),
        (at, id) => {
          const cursor = writeCursor(ours, 'ratings', [at, id]);
          expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
          expect(readCursor(ours, 'ratings', cursor, shape)).toEqual({ ok: true, value: [at, id] });
        },
      ),
    );
    expect(
      writeCursor(ours, 'ratings', ['275760-09-13 00:00:00.123456+00', crypto.randomUUID()]).length,
    ).toBeLessThanOrEqual(200);
  });

  it('is refused when one sign of it was changed', () => {
    const cursor = writeCursor(ours, 'ratings', ['2026-03-02 08:00:00+00', 'id']);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: cursor.length - 2 }),
        fc.constantFrom(...'AZaz09-_'),
        (at, sign) => {
          fc.pre(cursor[at] !== sign);
          const forged = cursor.slice(0, at) + sign + cursor.slice(at + 1);
          expect(readCursor(ours, 'ratings', forged, shape)).toEqual(refused);
        },
      ),
    );
  });

  it('is refused when it is another hub’s, another list’s, or any text at all', () => {
    expect(readCursor(ours, 'ratings', writeCursor(signer('theirs'), 'ratings', ['a', 'b']), shape)).toEqual(
      refused,
    );
    expect(readCursor(ours, 'ratings', writeCursor(ours, 'audit', ['a', 'b']), shape)).toEqual(refused);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(readCursor(ours, 'ratings', text, shape)).toEqual(refused);
      }),
    );
  });

  it('is refused when its key has another shape', () => {
    expect(readCursor(ours, 'ratings', writeCursor(ours, 'ratings', ['only']), shape)).toEqual(refused);
  });
});
