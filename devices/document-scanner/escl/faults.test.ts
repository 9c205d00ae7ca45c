import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scanJob } from '../../../contracts/scan.ts';
import { createDocumentScanner } from '../driver.ts';
import { type EsclSimulator, serveDocumentScanner } from '../simulator.ts';
import { shortenedTime } from '../testing/clock.ts';
import { fewerRuns } from '../testing/fuzz.ts';
import { drawPages } from '../testing/pages.ts';
import { RETRY_MS } from './job.ts';

/** A job takes some tens of milliseconds. */
const SHARE = 20;
const PAGES = await drawPages(3, { dpi: 30, seed: 5 });
const job = scanJob.parse({ source: 'feeder', colour: 'colour', dpi: 300 });

/** What may happen once so many pages were taken, and how it is put right again. */
const FAULTS: Readonly<
  Record<string, { strike: (s: EsclSimulator) => unknown; mend?: (s: EsclSimulator) => unknown }>
> = {
  nothing: { strike: () => {} },
  header: { strike: (s) => s.garblePage('header') },
  truncated: { strike: (s) => s.garblePage('truncated') },
  doubled: { strike: (s) => s.garblePage('doubled') },
  longer: { strike: (s) => s.lieAboutLength(40), mend: (s) => s.lieAboutLength(0) },
  shorter: { strike: (s) => s.lieAboutLength(-40), mend: (s) => s.lieAboutLength(0) },
  jam: { strike: (s) => s.jamAt(1), mend: (s) => s.clearJam() },
  multiFeed: { strike: (s) => s.multiFeedAt(1), mend: (s) => s.clearJam() },
  cover: { strike: (s) => s.setCoverOpen(true), mend: (s) => s.setCoverOpen(false) },
  busy: { strike: (s) => s.busy(3, 'page') },
  tooBusy: { strike: (s) => s.busy(40, 'page'), mend: (s) => s.busy(0, 'page') },
  unplug: { strike: (s) => s.unplug(), mend: (s) => s.plug() },
  blink: {
    strike: async (s) => {
      await s.unplug();
      await s.plug();
    },
  },
  badXml: { strike: (s) => s.garbleXml('cut') },
  bomb: { strike: (s) => s.garbleXml('entities') },
};

it('whatever happens at whichever page: pages before are whole and in order, the job ends once, and the next one works', async () => {
  const kind = fc.constantFrom(...Object.keys(FAULTS));
  await fc.assert(
    fc.asyncProperty(kind, fc.nat({ max: 3 }), fc.boolean(), async (name, after, cancels) => {
      const { strike, mend } = FAULTS[name] ?? { strike: () => {} };
      const simulator = await serveDocumentScanner();
      const scanner = createDocumentScanner(
        {
          id: 'scan',
          class: 'documentScanner',
          driver: 'escl',
          port: { type: 'http', url: simulator.url },
          required: true,
          simulated: true,
        },
        shortenedTime({ [RETRY_MS]: 0 }),
      );
      await scanner.capabilities();
      simulator.load(PAGES);
      const cancelled = new AbortController();
      if (after === 0) await strike(simulator);
      let taken = 0;
      let ends = 0;
      for await (const event of scanner.scan(job, cancelled.signal)) {
        if (event.type !== 'page') {
          ends++;
          continue;
        }
        expect(ends).toBe(0);
        expect(Buffer.compare(event.page.bytes, PAGES[taken] ?? new Uint8Array())).toBe(0);
        taken++;
        if (taken === after) await strike(simulator);
        if (taken === after && cancels) cancelled.abort();
      }
      expect(ends).toBe(1);

      await mend?.(simulator);
      simulator.garblePage(null);
      simulator.garbleXml(null);
      simulator.emptyFeeder();
      simulator.load(PAGES);
      let last: unknown;
      for await (const event of scanner.scan(job, new AbortController().signal)) last = event;
      expect(last).toEqual({ type: 'done', pages: PAGES.length });
      await scanner.stop();
      await simulator.stop();
    }),
    { numRuns: fewerRuns(SHARE) },
  );
});
