/**
 * Draws the portraits of the demonstration hall's staff, `assets/demo/staff/*.svg`: `node scripts/make-portraits.ts`.
 * Invented faces, the same at every run; a real hall brings photos.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clothesOf } from './portrait/clothes.ts';
import { faceOf, neckOf } from './portrait/face.ts';
import { hairOf } from './portrait/hair.ts';
import { traitsOf } from './portrait/traits.ts';

const FOLDER = join(import.meta.dirname, '../assets/demo');

/** A half-length portrait, 4:5. */
export function portrait(id: string, female: boolean): string {
  const traits = traitsOf(id, female);
  const hair = hairOf(traits);
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 500" width="400" height="500">',
    '<defs><linearGradient id="wall" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#e9eff6"/><stop offset="1" stop-color="#c3d3e4"/></linearGradient></defs>',
    '<rect width="400" height="500" fill="url(#wall)"/>',
    '<circle cx="200" cy="228" r="176" fill="#fff" opacity=".38"/>',
    '<g transform="translate(26 50) scale(.87)">',
    hair.behind,
    neckOf(traits),
    clothesOf(traits),
    faceOf(traits),
    hair.before,
    '</g></svg>\n',
  ].join('\n');
}

if (import.meta.main) {
  const { staff } = JSON.parse(readFileSync(join(FOLDER, 'hall.json'), 'utf8')) as {
    staff: { id: string; female: boolean; photo: string }[];
  };
  mkdirSync(join(FOLDER, 'staff'), { recursive: true });
  for (const { id, female, photo } of staff) writeFileSync(join(FOLDER, photo), portrait(id, female));
}
