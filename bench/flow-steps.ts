/**
 * Guided flows at a kiosk without a hub and without devices: from a touch to the status of the next page, over every way
 * of every shipped flow; and a whole application with its papers, from the first touch to the receipt.
 */
import { begin, reduce } from '../terminal/flow/engine.ts';
import type { LoadedFlow } from '../terminal/flow/load.ts';
import { SAMPLE_TODAY } from '../terminal/flow/samples.ts';
import { openBenchKiosk } from './lib/kiosk-service.ts';
import type { ScriptedCitizen } from './lib/scripted-citizen.ts';
import { percentile, round } from './lib/stats.ts';
import { type Figure, printTable } from './lib/table.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const MAX_TURN_MS = 100;
const MAX_APPLICATION_MS = 60_000;

export async function benchFlowSteps(): Promise<Figure[]> {
  const { citizen, flows, stop } = openBenchKiosk();
  try {
    const applications: { id: string; ms: number; pages: number }[] = [];
    for (let n = 0; n < ROUNDS; n += 1)
      for (const { flow, fixtures } of flows)
        for (const fixture of fixtures) {
          const from = performance.now();
          const end = await citizen.go(flow, fixture);
          const isApplied = end === flow.steps.at(-1)?.id && flow.steps.some((s) => s.type === 'submit');
          if (isApplied)
            applications.push({ id: flow.id, ms: performance.now() - from, pages: pagesIn(fixture.answers) });
        }
    return figures(citizen, applications, bareTurns(flows));
  } finally {
    await stop();
  }
}

function figures(
  { turns }: ScriptedCitizen,
  applications: readonly { id: string; ms: number; pages: number }[],
  bare: readonly number[],
): Figure[] {
  const times = turns.map((t) => t.ms);
  const p99 = percentile(times, 0.99);
  const [slowest] = applications.toSorted((a, b) => b.ms - a.ms);
  const whole = applications.map((a) => a.ms);
  const worst = slowest?.ms ?? Number.NaN;
  return [
    {
      what: `touch → next step of a flow, ${turns.length} turns`,
      measured: `p50 ${round(percentile(times, 0.5))} ms, p99 ${round(p99)} ms, most ${round(percentile(times, 1))} ms`,
      rawLimit: `p99 ${round(percentile(bare, 0.99), 3)} ms (the reducer alone)`,
      target: `p99 ≤ ${MAX_TURN_MS} ms`,
      met: p99 <= MAX_TURN_MS,
    },
    {
      what: `a whole application without a hub, ${applications.length} of them`,
      measured: `p50 ${round(percentile(whole, 0.5) / 1_000, 2)} s, slowest ${round(worst / 1_000, 2)} s (${slowest?.id}, ${slowest?.pages} pages)`,
      target: `machine time < ${MAX_APPLICATION_MS / 1_000} s`,
      met: worst < MAX_APPLICATION_MS,
    },
  ];
}

/** What the engine itself needs for a turn. */
const bareTurns = (flows: readonly LoadedFlow[]): number[] =>
  Array.from({ length: 2_000 }, (_, n) => {
    const flow = (flows[n % flows.length] ?? flows[0])?.flow;
    if (flow === undefined) throw new Error('no flow is shipped');
    const state = begin(flow, SAMPLE_TODAY);
    const from = performance.now();
    reduce(flow, state, { type: 'next' });
    return performance.now() - from;
  });

const pagesIn = (answers: LoadedFlow['fixtures'][number]['answers']): number =>
  Object.values(answers).reduce((sum, a) => sum + ('pages' in a ? a.pages : 0), 0);

if (import.meta.main) printTable('Flow steps', await benchFlowSteps());
