const DEFAULT_RUNS = 20_000;

/**
 * How many inputs fast-check generates for one of `properties` properties: `HALL_FUZZ_RUNS`, or 20,000, shared out
 * among them. `npm test` runs the default, the nightly script a million and more.
 */
export function fuzzRuns(properties: number): number {
  const asked = Number(process.env.HALL_FUZZ_RUNS);
  const total = Number.isSafeInteger(asked) && asked > 0 ? asked : DEFAULT_RUNS;
  return Math.ceil(total / properties);
}
