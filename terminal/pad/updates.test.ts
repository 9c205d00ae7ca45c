import { expect, test } from 'vitest';
import type { Reference } from '../../contracts/reference.ts';
import { type PadStatus, type PadUpdate, padUpdate } from '../../contracts/terminal.ts';
import { padUpdates } from './updates.ts';

const status = (revision: number, reference: Reference | null): PadStatus => ({
  revision,
  terminalId: 'pad-01',
  panel: { widthPx: 1280, heightPx: 800, diagonalInch: 10.1 },
  locale: 'zh-CN',
  camera: false,
  reference,
  online: true,
  fault: null,
  queue: { ready: 0, dead: 0 },
  session: null,
});

async function* each(...statuses: PadStatus[]): AsyncGenerator<PadStatus> {
  yield* statuses;
}

async function sent(...statuses: PadStatus[]): Promise<PadUpdate[]> {
  const updates: PadUpdate[] = [];
  for await (const update of padUpdates(each(...statuses))) updates.push(update);
  return updates;
}

// Only its identity matters here.
const some = { version: '1' } as Reference;
const other = { version: '2' } as Reference;

test('the reference data travel once, and again when they change', async () => {
  const updates = await sent(
    status(1, null),
    status(2, null),
    status(3, some),
    status(4, some),
    status(5, other),
    status(6, null),
  );
  expect(updates.map((u) => ('reference' in u ? u.reference : 'left out'))).toEqual([
    null,
    'left out',
    some,
    'left out',
    other,
    null,
  ]);
  expect(updates.map((u) => u.revision)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a status without reference data fits the contract', async () => {
  const [, second] = await sent(status(1, null), status(2, null));
  expect(padUpdate.parse(second)).not.toHaveProperty('reference');
});
