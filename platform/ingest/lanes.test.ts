import { expect, test } from 'vitest';
import type { ItemKind } from '../../contracts/ingest.ts';
import { systemTimers } from '../timers.ts';
import { createGate } from './gate.ts';
import { gateFor } from './lanes.ts';

const gates = {
  ratings: createGate({ active: 1, waiting: 0, waitMs: 1, timers: systemTimers }),
  others: createGate({ active: 1, waiting: 0, waitMs: 1, timers: systemTimers }),
};
const through = (...kinds: ItemKind[]) =>
  gateFor(
    gates,
    kinds.map((kind) => ({ kind })),
  ).pass(async () => kinds);

test('a batch of ratings goes while materials hold their whole gate', async () => {
  let letGo: () => void = () => undefined;
  const held = gates.others.pass(
    () =>
      new Promise<void>((done) => {
        letGo = done;
      }),
  );
  expect(await through('material')).toBeNull();
  expect(await through('rating', 'material')).toBeNull();
  expect(await through('rating', 'rating')).toEqual(['rating', 'rating']);
  letGo();
  await held;
  expect(await through('rating', 'material')).toEqual(['rating', 'material']);
});
