import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Notes, storySteps } from './steps.ts';

const at = (second: number): Date => new Date(Date.UTC(2026, 2, 2, 8, 0, second));
const bare: Notes = { at: at(5), receivedAt: at(6), request: null, duplicates: [], attempts: [] };
const kinds = (notes: Notes): string[] => storySteps(notes).map((s) => s.what);

describe('the story of a rating', () => {
  it('of a request, from the counter to the province', () => {
    const steps = storySteps({
      ...bare,
      request: { source: 'api', created_at: at(1), rung_at: at(2), opened_at: at(3) },
      duplicates: [at(8)],
      attempts: [
        { at: at(10), outcome: 'relayed', detail: null },
        { at: at(9), outcome: 'failed', detail: 'HTTP 503' },
      ],
    });
    expect(steps).toEqual([
      { what: 'requested', atMs: at(1).getTime(), detail: 'api' },
      { what: 'rung', atMs: at(2).getTime(), detail: null },
      { what: 'opened', atMs: at(3).getTime(), detail: null },
      { what: 'saved', atMs: at(5).getTime(), detail: null },
      { what: 'received', atMs: at(6).getTime(), detail: null },
      { what: 'duplicateDelivery', atMs: at(8).getTime(), detail: null },
      { what: 'relayFailed', atMs: at(9).getTime(), detail: 'HTTP 503' },
      { what: 'relayed', atMs: at(10).getTime(), detail: null },
    ]);
  });

  it('of a walk-up has no request', () => {
    expect(kinds(bare)).toEqual(['saved', 'received']);
  });

  it('keeps the natural order within one millisecond', () => {
    const request = { source: 'page', created_at: at(5), rung_at: at(5), opened_at: at(5) };
    expect(kinds({ ...bare, receivedAt: at(5), request })).toEqual([
      'requested',
      'rung',
      'opened',
      'saved',
      'received',
    ]);
  });

  it('is always in order of time, and cuts long details', () => {
    const time = fc.date({ min: at(0), max: at(3600), noInvalidDate: true });
    fc.assert(
      fc.property(
        time,
        time,
        fc.array(time, { maxLength: 5 }),
        fc.array(
          fc.record({
            at: time,
            outcome: fc.constantFrom('relayed' as const, 'failed' as const, 'refused' as const),
            detail: fc.option(fc.string({ maxLength: 500 })),
          }),
          { maxLength: 5 },
        ),
        (saved, receivedAt, duplicates, attempts) => {
          const steps = storySteps({ at: saved, receivedAt, request: null, duplicates, attempts });
          expect(steps).toHaveLength(2 + duplicates.length + attempts.length);
          for (const [i, step] of steps.entries()) {
            expect(step.atMs).toBeGreaterThanOrEqual(steps[i - 1]?.atMs ?? 0);
            expect(step.detail?.length ?? 0).toBeLessThanOrEqual(300);
          }
        },
      ),
    );
  });
});
