import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookingNo, bookingNoOf } from './booking.ts';
import { citizenMessage } from './hub/applications-api.ts';
import { answerText, PETITION_TEXT, petitionNo, petitionNoOf, petitionText } from './petition.ts';

describe('the number of a petition', () => {
  it('is one whatever the id and the time, and names the day in the hall', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 0, max: 4e12 }), (id, atMs) => {
        expect(petitionNo.safeParse(petitionNoOf(id, atMs)).success).toBe(true);
      }),
    );
    const id = '3f0c9a52-7c1e-4b8a-9c55-0123456789ab';
    // An hour before midnight in London it is the next day in China.
    expect(petitionNoOf(id, Date.UTC(2026, 10, 24, 23))).toBe('ZX1125-7W69-MMNB');
    expect(bookingNoOf(id, '2026-11-25')).toBe('YY1125-7W69-MMNB');
    expect(bookingNo.safeParse(bookingNoOf(id, '2026-11-25')).success).toBe(true);
  });
});

describe('what a petition says', () => {
  const fits = (text: string) => petitionText.safeParse(text).success;
  it('has so many characters, however many places each takes', () => {
    expect(fits('一二三四五')).toBe(true);
    expect(fits('一二三四')).toBe(false);
    expect(fits(' 一二三四  ')).toBe(false);
    expect(fits('𬱖'.repeat(PETITION_TEXT))).toBe(true);
    expect(fits('𬱖'.repeat(PETITION_TEXT + 1))).toBe(false);
  });
  it('has lines, and nothing else that is not written', () => {
    expect(fits('第一行\n\n第二行')).toBe(true);
    for (const text of ['一二三四\u0000五', '一二三四\t五', '一二三四\r\n五', '一二三四\ud840五'])
      expect([text, fits(text)]).toEqual([text, false]);
  });
  it('is answered in words that fit a message', () => {
    const answer = (text: string) => answerText.safeParse(text).success;
    expect([answer('好的'), answer('好')]).toEqual([true, false]);
    const longest = '𬱖'.repeat(PETITION_TEXT);
    expect([answer(longest), answer(`${longest}。`)]).toEqual([true, false]);
    expect(citizenMessage.shape.note.safeParse(longest).success).toBe(true);
  });
});
