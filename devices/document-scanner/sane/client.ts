import type { Timers } from '../../../contracts/clock.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { ScanJob } from '../../../contracts/scan.ts';
import type { Look, Pages, ScannerClient } from '../client.ts';
import { toPage } from '../page.ts';
import { fitJob, pageLimit } from '../settings.ts';
import { batchArguments, fileOf } from './arguments.ts';
import { type Batch, startBatch } from './batch.ts';
import { removeLeftovers } from './folder.ts';
import { capabilitiesOf, parseOptions, type SaneOptions } from './options.ts';
import { type ScanimageResult, startScanimage } from './scanimage.ts';
import { codeOf, lastWords } from './status.ts';

/** Longest wait for the list of options: network backends look around first, ms. */
export const LOOK_MS = 20_000;
/** The list of options of real devices has 2–20 kB. */
const MOST_OPTIONS_BYTES = 256_000;

/**
 * A scanner that SANE's `scanimage` drives. `device`: its name, such as `fujitsu:fi-7160:1234`. `more`: further options
 * of its backend for every page, such as `--swdeskew=yes`.
 */
export function createSaneClient(
  device: string,
  timers: Timers,
  more: readonly string[] = [],
): ScannerClient {
  const ending = new Set<Promise<void>>();
  let known: SaneOptions | null = null;
  keep(removeLeftovers());

  function keep(work: Promise<void>): void {
    const kept = work.finally(() => ending.delete(kept));
    ending.add(kept);
  }

  /** Opens the device and lists its options. */
  async function learn(signal: AbortSignal): Promise<Result<SaneOptions>> {
    if (signal.aborted) return fail('scan.cancelled');
    const running = startScanimage([`--device-name=${device}`, '--all-options'], MOST_OPTIONS_BYTES, timers);
    keep(running.ended.then(() => {}));
    const lines: string[] = [];
    running.onLine((line) => lines.push(line));
    let late = false;
    const cancel = timers.after(LOOK_MS, () => {
      late = true;
      running.end();
    });
    signal.addEventListener('abort', running.end, { once: true });
    const result = await running.ended;
    signal.removeEventListener('abort', running.end);
    cancel();
    if (signal.aborted) return fail('scan.cancelled');
    const fault = late ? fail('device.timeout') : failureOf(result);
    known = fault === null ? parseOptions(lines.join('\n')) : null;
    if (fault !== null) return fault;
    return known === null || known.size === 0 ? fail('device.garbled', 'no options listed') : ok(known);
  }

  async function look(signal: AbortSignal): Promise<Result<Look>> {
    const options = await learn(signal);
    if (!options.ok) return options;
    return ok({
      identity: {},
      capabilities: capabilitiesOf(options.value),
      // SANE tells of paper and covers only while it scans.
      fault: null,
      warning: null,
      detail: `${options.value.size} options`,
    });
  }

  async function* scan(job: ScanJob, signal: AbortSignal): Pages {
    const options = known === null ? await learn(signal) : ok(known);
    if (!options.ok) return yield options;
    const fits = fitJob(job, capabilitiesOf(options.value));
    if (!fits.ok) return yield fits;
    if (signal.aborted) return yield fail('scan.cancelled');
    const { dpi } = fits.value;
    const started = await startBatch(
      (folder) => [...batchArguments(device, job, dpi, options.value, folder), ...more],
      (page) => fileOf(page, job),
      timers,
    );
    if (!started.ok) return yield started;
    const batch = started.value;
    const onAbort = (): void => keep(batch.close());
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      yield* pagesOf(batch, job, dpi, signal);
    } finally {
      signal.removeEventListener('abort', onAbort);
      await batch.close();
    }
  }

  return {
    look,
    scan,
    async idle() {
      await Promise.all(ending);
    },
  };
}

/** The scanner goes on with the next page while the caller has this one. */
async function* pagesOf(batch: Batch, job: ScanJob, dpi: number, signal: AbortSignal): Pages {
  const limit = pageLimit(job);
  batch.go();
  for (let pages = 0; pages < limit; pages++) {
    const taken = await batch.page();
    if (signal.aborted) return yield fail('scan.cancelled');
    if (!taken.ok) return yield taken;
    if (taken.value === null) {
      const failure = endOf(await batch.over(), pages);
      if (failure !== null) yield failure;
      return;
    }
    if (pages + 1 < limit) batch.go();
    const page = toPage(taken.value, dpi);
    yield page;
    if (!page.ok) return;
  }
  await batch.over();
}

/** A feeder that runs empty after some pages has done its work. */
function endOf(result: ScanimageResult, pages: number): Failed | null {
  const failure = failureOf(result);
  if (failure?.error.code === 'scan.feederEmpty' && pages > 0) return null;
  return failure === null && pages === 0 ? fail('scan.aborted') : failure;
}

type Failed = ReturnType<typeof fail<string>>;

function failureOf(result: ScanimageResult): Failed | null {
  if (result === 'noTool') return fail('scan.toolMissing');
  const code = codeOf(result);
  return code === null ? null : fail(code, lastWords(result.said));
}
