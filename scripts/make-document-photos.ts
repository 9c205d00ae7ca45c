/**
 * Photographs of invented documents for tests and for trying the camera page:
 * `node scripts/make-document-photos.ts <folder> [count] [seed]` writes `<n>.jpg`, `corners.json` with the true corners
 * in pixels, and `film.mjpeg`, which Chromium plays as its camera with `--use-fake-device-for-media-stream
 * --use-file-for-fake-video-capture=<folder>/film.mjpeg`. The same seed gives the same files.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DESKS } from './lib/documents/desk.ts';
import { KINDS } from './lib/documents/draw.ts';
import { type Photo, photograph, toJpeg, type Wish } from './lib/documents/photograph.ts';

/** The `index`th wish of a set: every document on every desk in turn, half of them upright pictures. */
export function wishOf(index: number, seed: number, longSide: number): Wish {
  const short = Math.round(longSide * 0.75);
  const upright = index % 3 === 2;
  const kind = KINDS[index % KINDS.length];
  const desk = DESKS[Math.floor(index / KINDS.length) % DESKS.length];
  return {
    seed: seed * 1_000 + index,
    width: upright ? short : longSide,
    height: upright ? longSide : short,
    ...(kind !== undefined && { kind }),
    ...(desk !== undefined && { desk }),
  };
}

/** A film for Chromium's fake camera: JPEG pictures one after the other; it plays them in a loop. */
export const film = (pictures: readonly Buffer[]): Buffer => Buffer.concat(pictures);

if (import.meta.main) {
  const [folder, count = '60', seed = '1'] = process.argv.slice(2);
  if (folder === undefined) throw new Error('usage: make-document-photos.ts <folder> [count] [seed]');
  mkdirSync(folder, { recursive: true });
  const truths: (Omit<Photo, 'rgba'> & { file: string })[] = [];
  for (let index = 0; index < Number(count); index += 1) {
    const { rgba, ...truth } = photograph(wishOf(index, Number(seed), 1600));
    const file = `${index}.jpg`;
    writeFileSync(join(folder, file), toJpeg({ ...truth, rgba }));
    truths.push({ ...truth, file });
  }
  writeFileSync(join(folder, 'corners.json'), `${JSON.stringify(truths, null, 1)}\n`);
  const shot = toJpeg(
    photograph({ seed: Number(seed), width: 1920, height: 1440, kind: 'lease', desk: 'wood' }),
  );
  writeFileSync(join(folder, 'film.mjpeg'), film([shot, shot]));
}
