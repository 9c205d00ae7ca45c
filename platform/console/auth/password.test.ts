import { parseOptions } from '@node-rs/argon2';
import { expect, it } from 'vitest';
import { hashPassword, isOutdated, NOBODY, verifyPassword } from './password.ts';

it('hashes with argon2id at today’s cost, and verifies', async () => {
  const phc = await hashPassword('Correct-Horse-7');
  expect(phc).toMatch(/^\$argon2id\$v=19\$m=32768,t=3,p=1\$/);
  expect(isOutdated(phc)).toBe(false);
  expect(await verifyPassword(phc, 'Correct-Horse-7')).toBe(true);
  expect(await verifyPassword(phc, 'correct-horse-7')).toBe(false);
});

it('never hashes the same password to the same text', async () => {
  expect(await hashPassword('Correct-Horse-7')).not.toBe(await hashPassword('Correct-Horse-7'));
});

it('has a hash for nobody that costs the same and fits nothing', async () => {
  const { memoryCost, timeCost, parallelism } = parseOptions(NOBODY);
  expect({ memoryCost, timeCost, parallelism }).toEqual({ memoryCost: 32_768, timeCost: 3, parallelism: 1 });
  expect(await verifyPassword(NOBODY, '')).toBe(false);
  expect(await verifyPassword(NOBODY, 'Correct-Horse-7')).toBe(false);
});

it('knows a hash of older parameters', () => {
  expect(isOutdated(NOBODY.replace('t=3', 't=2'))).toBe(true);
});
