import { expect, test } from 'vitest';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import type { HubResult } from './http.ts';
import { createProgress } from './progress.ts';

function bench(answer: () => HubResult<unknown>) {
  const time = virtualTime();
  const sent: string[] = [];
  const progress = createProgress({
    async send(id, state) {
      const r = answer();
      if (r.ok) sent.push(`${id} ${state}`);
      return r;
    },
    clock: time.clock,
    timers: time.timers,
  });
  return { time, sent, progress };
}
const lost: HubResult<unknown> = { ok: false, error: { code: 'hub.unreachable' } };
const good: HubResult<unknown> = { ok: true, value: null };

test('what is older than ten minutes is not told any more', async () => {
  let up = false;
  const { time, sent, progress } = bench(() => (up ? good : lost));
  progress.report('a', 'rung');
  await time.advance(9 * 60_000);
  progress.report('b', 'saved');
  await time.advance(61_000);
  up = true;
  await time.advance(5_000);
  expect(sent).toEqual(['b saved']);
});

test('of very many the newest hundred are kept, in order', async () => {
  let up = false;
  const { time, sent, progress } = bench(() => (up ? good : lost));
  for (let n = 0; n < 150; n += 1) progress.report(String(n), 'rung');
  up = true;
  await time.advance(5_000);
  expect(sent).toEqual(Array.from({ length: 100 }, (_, i) => `${i + 50} rung`));
});

test('a report that the hub refuses does not hold up the next', async () => {
  let first = true;
  const { time, sent, progress } = bench(() => {
    if (!first) return good;
    first = false;
    return { ok: false, error: { code: 'request.notFound' } };
  });
  progress.report('a', 'rung');
  progress.report('b', 'rung');
  await time.advance(0);
  expect(sent).toEqual(['b rung']);
});
