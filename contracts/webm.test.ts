import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleWebm } from './testing/sample-webm.ts';
import { readWebm } from './webm.ts';

describe('a WebM film', () => {
  it.each([false, true])('says its size, its length and its end, sized parts: %s', (sized) => {
    const film = sampleWebm({ width: 640, height: 480, blocks: 8, sized });
    expect(readWebm(film)).toEqual({
      width: 640,
      height: 480,
      hasOtherTracks: false,
      durationMs: 7_000,
      end: film.length,
    });
  });

  it('tells of a track that is no picture', () => {
    expect(readWebm(sampleWebm({ sound: true }))?.hasOtherTracks).toBe(true);
  });

  it.each([false, true])(
    'ends before what was put behind it, and nowhere when cut off, sized parts: %s',
    (sized) => {
      const film = sampleWebm({ sized });
      const more = Buffer.concat([film, Buffer.from('504b0304', 'hex')]);
      expect(readWebm(more)?.end).toBe(film.length);
      expect(readWebm(film.subarray(0, film.length - 1))?.end).toBeNull();
    },
  );

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['Matroska of another kind', sampleWebm({ docType: 'matroska' })],
    ['no picture', sampleWebm({ width: 0 })],
    ['its header alone', sampleWebm().subarray(0, 12)],
    ['text', Buffer.from('<html>')],
  ])('is not: %s', (_, bytes) => {
    expect(readWebm(bytes)).toBeNull();
  });

  it('is read to an answer whatever the bytes are, and never beyond them', () => {
    const film = sampleWebm({ blocks: 4 });
    const spoiled = fc
      .array(fc.tuple(fc.nat(film.length - 1), fc.nat(255)), { maxLength: 12 })
      .map((changes) => {
        const bytes = Buffer.from(film);
        for (const [at, value] of changes) bytes[at] = value;
        return bytes;
      });
    fc.assert(
      fc.property(spoiled, (bytes) => {
        const read = readWebm(bytes);
        expect(read === null || read.end === null || read.end <= bytes.length).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
