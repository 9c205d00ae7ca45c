import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Slip, slip } from '../../contracts/slip.ts';
import { fuzzRuns } from '../testing/fuzz.ts';
import { setUp } from './testing/set-up.ts';

/** One run drives a whole slip over a clock of its own: a hundred times the work of a codec's. */
const RUNS = Math.ceil(fuzzRuns(1) / 100);
const TIMEOUT_MS = 60_000 + RUNS * 1_000;
/** Longer than every time-out of one slip together. */
const FOR_EVER_MS = 400_000;

const SLIP: Slip = slip.parse({
  blocks: Array.from({ length: 60 }, (_, n) => ({
    type: 'pair',
    label: `材料 ${n}`,
    value: '居民身份证复印件 1 份',
  })),
});

const mishap = fc.record({
  /** A bit of one answer flips. */
  flip: fc.option(fc.record({ at: fc.nat(60), bit: fc.nat(7) }), { nil: null }),
  /** A byte of the answers is lost or doubled. */
  slipped: fc.option(fc.record({ at: fc.nat(60), times: fc.constantFrom(0, 2) }), { nil: null }),
  unplugAfter: fc.option(fc.nat(3_000), { nil: null }),
  paperEndsAfter: fc.option(fc.integer({ min: 1, max: 3_000 }), { nil: null }),
  cutterJams: fc.boolean(),
  tellsEnd: fc.boolean(),
  split: fc.constantFrom(1, 3, 64),
});

test(
  'whatever befalls it, a slip ends; and one that counts as printed is whole on paper',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        mishap,
        async ({ flip, slipped, unplugAfter, paperEndsAfter, cutterJams, tellsEnd, split }) => {
          let begun = false;
          let answered = 0;
          let taken = 0;
          const { time, simulator, port, printer } = await setUp({
            tellsEnd,
            wire: {
              toDriver: {
                split,
                garble(byte) {
                  if (!begun) return byte;
                  const at = answered++;
                  if (slipped?.at === at) return new Array(slipped.times).fill(byte);
                  return flip?.at === at ? byte ^ (1 << flip.bit) : byte;
                },
              },
              toDevice: {
                garble(byte) {
                  if (begun && taken++ === unplugAfter) queueMicrotask(() => port.unplug());
                  return byte;
                },
              },
            },
          });
          begun = true;
          if (paperEndsAfter !== null) simulator.endPaper(paperEndsAfter);
          simulator.setCutterJam(cutterJams);
          let outcome: boolean | null = null;
          void printer.print(SLIP).then((result) => {
            outcome = result.ok;
          });
          for (let waited = 0; outcome === null && waited < FOR_EVER_MS; waited += 1_000)
            await time.advance(1_000);
          expect(outcome).not.toBeNull();
          if (outcome === true) expect(simulator.texts()).toHaveLength(1);
          const stopped = printer.stop();
          await time.advance(10_000);
          await stopped;
        },
      ),
      { numRuns: RUNS },
    );
  },
  TIMEOUT_MS,
);
