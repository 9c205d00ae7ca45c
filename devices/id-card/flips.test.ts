import { describe, expect, it } from 'vitest';
import type { IdCard } from '../../contracts/id-card.ts';
import { checkCard } from './check.ts';
import { createFrameParser } from './codec.ts';
import { CARD_FIXTURES, cardFixture } from './fixtures.ts';
import { isSuccess, partsOf } from './shapes.ts';
import { readFrame } from './testing/frames.ts';
import { decodeText } from './text.ts';

/** What one reading accepts of these bytes; null when it refuses them. */
function accepted(frame: Uint8Array): IdCard | null {
  for (const found of createFrameParser().push(frame)) {
    if (found.type !== 'reply' || !isSuccess('read', found.reply)) continue;
    const decoded = decodeText(partsOf('read', found.reply.data)?.text ?? new Uint8Array());
    const checked = decoded.ok ? checkCard(decoded.value, '2026-11-25') : decoded;
    return checked.ok ? checked.value : null;
  }
  return null;
}
const flip = (frame: Uint8Array, at: number, bit: number): Uint8Array =>
  frame.with(at, (frame[at] ?? 0) ^ (1 << bit));

const good = CARD_FIXTURES.filter((card) => accepted(readFrame(card)) !== null);
const HEADER = 14;
/** Low bytes of a field's UTF-16 units, in the frame. */
const lowBytes = (offset: number, units: number) =>
  Array.from({ length: units }, (_, n) => HEADER + offset + 2 * n);

describe('flipped bits in one reading', () => {
  it("one: no bit of any card's 10,360 gives a card at all", () => {
    for (const card of good.slice(0, 4)) {
      const frame = readFrame(card);
      for (let at = 0; at < frame.length; at++) {
        for (let bit = 0; bit < 8; bit++) {
          if (accepted(flip(frame, at, bit)) !== null)
            throw new Error(`${card.id}: bit ${bit} of byte ${at}`);
        }
      }
    }
  });

  it('two in one column, both within number and day of birth: the number changes unseen in 8 of 2,600 pairs', () => {
    const card = cardFixture('resident');
    const frame = readFrame(card);
    const places = [...lowBytes(36, 8), ...lowBytes(122, 18)];
    let pairs = 0;
    let unseen = 0;
    for (const [n, one] of places.entries()) {
      for (const other of places.slice(n + 1)) {
        for (let bit = 0; bit < 8; bit++) {
          pairs++;
          if (accepted(flip(flip(frame, one, bit), other, bit)) !== null) unseen++;
        }
      }
    }
    expect({ pairs, unseen }).toEqual({ pairs: 2_600, unseen: 8 });
  });

  it('two in one column, anywhere: about one of seven changes a text unseen, hence the second reading on a noisy line', () => {
    const frame = readFrame(cardFixture('resident'));
    const whole = accepted(frame);
    let seed = 1;
    const below = (n: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % n;
    };
    const counts = { refused: 0, same: 0, name: 0, number: 0, other: 0 };
    const tries = 20_000;
    for (let n = 0; n < tries; n++) {
      const [one, other, bit] = [5 + below(1_290), 5 + below(1_290), below(8)];
      const card = accepted(flip(flip(frame, one, bit), other, bit));
      if (card === null) counts.refused++;
      else if (card.number !== whole?.number) counts.number++;
      else if (card.name !== whole.name) counts.name++;
      else if (JSON.stringify(card) === JSON.stringify(whole)) counts.same++;
      else counts.other++;
    }
    expect(counts.number).toBe(0);
    expect(counts.name / tries).toBeLessThan(0.015);
    expect(counts.other / tries).toBeLessThan(0.17);
    expect(counts.refused / tries).toBeGreaterThan(0.15);
  });
});
