/**
 * Draws the portraits of the demonstration hall's invented staff, `assets/demo/staff/<id>.svg`:
 * `node scripts/make-portraits.ts`. The same ids give the same files.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { clothes, collar, neck } from './portraits/clothes.ts';
import { head } from './portraits/face.ts';
import { hair } from './portraits/hair.ts';
import { type Age, type Look, lookOf } from './portraits/look.ts';

const DEMO = join(import.meta.dirname, '../assets/demo');
/** Where the name suggests a generation. */
const AGES: Readonly<Record<string, Age>> = {
  s02: 'senior',
  s04: 'middle',
  s07: 'senior',
  s09: 'young',
  s12: 'middle',
  s13: 'middle',
  s14: 'middle',
  s15: 'senior',
  s16: 'young',
  s18: 'middle',
  s22: 'young',
  s23: 'senior',
  s25: 'senior',
  s26: 'young',
  s27: 'middle',
  s28: 'senior',
  s29: 'young',
};
/** The head's size on the shoulders. */
const HEAD = 1.14;

/** The half-length portrait of somebody, 400 × 500, without any text. */
export const portrait = (id: string, female: boolean): string => draw(lookOf(id, female, AGES[id]));

function draw(look: Look): string {
  const { back, front } = hair(look);
  const [light, dark] = look.background;
  const width = 1 + look.face.width * 0.035 - (look.female ? 0.03 : 0);
  const length = 1 + look.face.length * 0.03;
  const shape = `transform="translate(200 316) scale(${(width * HEAD).toFixed(3)} ${(length * HEAD).toFixed(3)}) translate(-200 -300)"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 500" width="400" height="500"><defs><radialGradient id="b" cx=".5" cy=".38" r=".75"><stop offset="0" stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></radialGradient></defs><rect width="400" height="500" fill="url(#b)"/><g transform="translate(0 22)"><g ${shape}>${back}</g>${clothes(look)}${neck(look)}${collar(look)}<g ${shape}>${head(look)}${front}</g></g></svg>\n`;
}

if (import.meta.main) {
  const hall = JSON.parse(readFileSync(join(DEMO, 'hall.json'), 'utf8')) as {
    staff: { id: string; female: boolean; photo: string }[];
  };
  for (const { id, female, photo } of hall.staff) {
    const file = join(DEMO, photo);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, portrait(id, female));
  }
}
