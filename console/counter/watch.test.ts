import { ORPCError } from '@orpc/contract';
import { describe, expect, it } from 'vitest';
import type { CounterRequest, RequestState } from '../../contracts/hub/counter-api.ts';
import { watch } from './watch.ts';

const request = (state: RequestState): CounterRequest => ({
  id: '00000000-0000-4000-8000-000000000001',
  state,
  case: { caseNo: 'A-1', stage: 2, itemCode: null, itemName: null },
  staffId: null,
  createdMs: 1,
  leftMs: 1,
});

/** Runs `watch` against a script of answers; each call takes `tookMs`. */
async function follow(script: (RequestState | Error)[], tookMs = 5_000) {
  const told: string[] = [];
  const waits: number[] = [];
  let nowMs = 0;
  const stop = new AbortController();
  await watch(request('waiting'), {
    get: async ({ known }) => {
      nowMs += tookMs;
      told.push(`?${known}`);
      const next = script.shift();
      if (next === undefined) {
        stop.abort();
        throw new Error('script over');
      }
      if (next instanceof Error) throw next;
      return request(next);
    },
    heard: (r) => void told.push(r.state),
    lost: () => void told.push('lost'),
    gone: () => void told.push('gone'),
    unauthorised: () => void told.push('unauthorised'),
    wait: async (ms) => void waits.push(ms),
    nowMs: () => nowMs,
    random: () => 0.5,
    signal: stop.signal,
  });
  return { told, waits };
}

describe('watch', () => {
  it('asks from the state that it knows', async () => {
    const { told, waits } = await follow(['rung', 'rung', 'opened', 'rated']);
    expect(told).toEqual([
      '?waiting',
      'rung',
      '?rung',
      'rung',
      '?rung',
      'opened',
      '?opened',
      'rated',
      '?rated',
    ]);
    expect(waits).toEqual([]);
  });

  it('watches on after an end that may be taken back, for longer than an undo takes', async () => {
    const undone = await follow(['rated', 'opened', 'rated'], 20_000);
    expect(undone.told).toEqual(['?waiting', 'rated', '?rated', 'opened', '?opened', 'rated', '?rated']);
    const over = await follow(
      Array.from({ length: 20 }, () => 'rated' as const),
      20_000,
    );
    expect(over.told.filter((t) => t === '?rated')).toHaveLength(4);
  });

  it('does not hammer a hub that does not hold the call', async () => {
    const { waits } = await follow(['waiting', 'waiting', 'rated'], 10);
    expect(waits).toEqual([1_000, 1_000]);
  });

  it('tries again when the hub is lost', async () => {
    const { told, waits } = await follow([new TypeError('network'), 'rated']);
    expect(told).toEqual(['?waiting', 'lost', '?waiting', 'rated', '?rated']);
    expect(waits[0]).toBeGreaterThanOrEqual(1_000);
  });

  it.each([
    ['not.found', 404, 'gone'],
    ['request.notFound', 404, 'gone'],
    ['auth.required', 401, 'unauthorised'],
  ] as const)('ends at %s', async (code, status, end) => {
    const { told } = await follow([new ORPCError(code, { status })]);
    expect(told).toEqual(['?waiting', end]);
  });
});
