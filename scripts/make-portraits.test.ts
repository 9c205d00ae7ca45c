import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { portrait } from './make-portraits.ts';
import { HAIR_STYLES, hair } from './portraits/hair.ts';
import { lookOf } from './portraits/look.ts';

const DEMO = join(import.meta.dirname, '../assets/demo');
const { staff } = JSON.parse(readFileSync(join(DEMO, 'hall.json'), 'utf8')) as {
  staff: { id: string; female: boolean; photo: string }[];
};

test('the portraits are those that the script draws', () => {
  for (const { id, female, photo } of staff)
    expect(readFileSync(join(DEMO, photo), 'utf8')).toBe(portrait(id, female));
});

test('a look follows from the id, and every one has its hair', () => {
  const styles = new Set<string>();
  for (let i = 0; i < 300; i += 1)
    for (const female of [true, false])
      for (const age of ['young', 'middle', 'senior'] as const) {
        const look = lookOf(`x${i}`, female, age);
        expect(lookOf(`x${i}`, female, age)).toEqual(look);
        expect(hair(look).front).toContain('<path');
        styles.add(look.hairStyle);
      }
  expect([...styles].toSorted()).toEqual(HAIR_STYLES.toSorted());
});
