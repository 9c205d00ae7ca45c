import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PrintOutcome } from '../../contracts/hub/certificates-api.ts';
import { type TestContext, testContext } from '../testing/context.ts';
import { certificateKey, grantPrint, leftOf, settlePrint, usedOf } from './prints.ts';

const DAY_MS = 86_400_000;
const LIMITS = { perDay: 2, perYear: 4 };

let hub: TestContext;
let now = 0;
beforeAll(async () => {
  hub = await testContext({ now: () => new Date(now), seeded: false });
});
afterAll(() => hub.close());

/** A print that the model knows. */
interface Known {
  id: string;
  no: number;
  day: number;
  state: 'granted' | PrintOutcome;
}
type Step =
  | { do: 'new' }
  | { do: 'again'; pick: number }
  | { do: 'settle'; pick: number; outcome: PrintOutcome }
  | { do: 'nextDay' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ do: 'new' }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('again' as const), pick: fc.nat(9) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      pick: fc.nat(9),
      outcome: fc.constantFrom<PrintOutcome>('printed', 'failed', 'unclear'),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'nextDay' }) },
);

it('counts as a list of prints does, whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      now = Date.parse('2026-03-02T10:00:00+08:00');
      const holder = hub.secrets.mac('holder', randomUUID());
      const certificate = certificateKey(hub.secrets, randomUUID());
      const prints: Known[] = [];
      let day = 0;
      const others = (id: string) => prints.filter((p) => p.state !== 'failed' && p.id !== id);
      const grant = (printId: string) =>
        hub.db.transaction().execute((trx) =>
          grantPrint(hub, trx, {
            holder,
            certificate,
            printId,
            typeCode: 'ID-CARD',
            purpose: 'keep',
            terminalId: 'kiosk-01',
            limits: LIMITS,
          }),
        );

      async function ask(known: Known | undefined): Promise<void> {
        const id = known?.id ?? randomUUID();
        const said = await grant(id);
        const before = others(id);
        const isOver =
          known !== undefined && (known.day !== day || !['granted', 'failed'].includes(known.state));
        if (isOver) return expect(said).toMatchObject({ error: { code: 'certificate.printTaken' } });
        if (before.length >= LIMITS.perYear)
          return expect(said).toMatchObject({ error: { code: 'certificate.yearLimit' } });
        if (before.filter((p) => p.day === day).length >= LIMITS.perDay)
          return expect(said).toMatchObject({ error: { code: 'certificate.dayLimit' } });
        const no = known?.state === 'granted' ? known.no : Math.max(0, ...before.map((p) => p.no)) + 1;
        expect(said).toMatchObject({ ok: true, value: { no } });
        if (known === undefined) prints.push({ id, no, day, state: 'granted' });
        else Object.assign(known, { no, state: 'granted' });
      }

      for (const s of steps) {
        const known = 'pick' in s && prints.length > 0 ? prints[s.pick % prints.length] : undefined;
        if (s.do === 'nextDay') {
          day += 1;
          now += DAY_MS;
        } else if (s.do === 'settle') {
          if (known === undefined) continue;
          const wish = { printId: known.id, terminalId: 'kiosk-01', outcome: s.outcome };
          expect((await settlePrint(hub, wish)).ok).toBe(true);
          if (known.state === 'granted') known.state = s.outcome;
        } else await ask(s.do === 'again' ? known : undefined);
        const counted = others('');
        const used = { year: counted.length, today: counted.filter((p) => p.day === day).length };
        const seen = (await usedOf(hub, holder)).get(certificate.toString('hex')) ?? { today: 0, year: 0 };
        expect(seen).toEqual(used);
        expect(leftOf(seen, LIMITS).year).toBe(LIMITS.perYear - used.year);
      }
      const numbers = others('').map((p) => p.no);
      expect(new Set(numbers).size).toBe(numbers.length);
    }),
    { numRuns: 40 },
  );
}, 60_000);
