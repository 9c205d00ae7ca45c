import type { Timers } from '../../../contracts/clock.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { ScanJob } from '../../../contracts/scan.ts';
import type { Look, Pages, ScannerClient } from '../client.ts';
import { toPage } from '../page.ts';
import { fitJob, pageLimit } from '../settings.ts';
import type { EsclCapabilities } from './capabilities.ts';
import { createJob, endOfPages, nextPage, startFault } from './job.ts';
import { scanSettings } from './settings.ts';
import { type EsclStatus, faultOf, feederFaultOf, isBusy } from './status.ts';
import { createTalk } from './talk.ts';

/** A scanner that speaks eSCL (AirScan, AirPrint) over HTTP. */
export function createEsclClient(root: string, timers: Timers): ScannerClient {
  const talk = createTalk(root, timers);
  const ending = new Set<Promise<void>>();
  let known: EsclCapabilities | null = null;

  async function learn(signal: AbortSignal): Promise<Result<EsclCapabilities>> {
    if (known !== null) return ok(known);
    const learnt = await talk.capabilities(signal);
    if (learnt.ok) known = learnt.value;
    return learnt;
  }

  async function look(signal: AbortSignal): Promise<Result<Look>> {
    const status = await talk.status(signal);
    const can = status.ok ? await learn(signal) : status;
    // After it was away another scanner may answer.
    if (!can.ok || !status.ok) known = null;
    if (!status.ok) return status;
    if (!can.ok) return can;
    return ok({
      identity: can.value.identity,
      capabilities: can.value.can,
      fault: faultOf(status.value) ?? feederFaultOf(status.value),
      warning: isBusy(status.value) ? 'scan.busy' : null,
      detail: wordsOf(status.value),
    });
  }

  /** Wipes the job from the scanner, once; whoever ends the client waits for it. */
  function end(path: string): void {
    const deleting = talk.deleteJob(path).finally(() => ending.delete(deleting));
    ending.add(deleting);
  }

  async function* scan(job: ScanJob, signal: AbortSignal): Pages {
    const can = await learn(signal);
    if (!can.ok) return yield can;
    const fits = fitJob(job, can.value.can);
    if (!fits.ok) return yield fits;
    const { dpi } = fits.value;
    const work = { talk, job, timers, signal };
    const fault = await startFault(work);
    if (fault !== null) return yield fail(fault);
    const created = await createJob(work, scanSettings(job, dpi, can.value));
    if (!created.ok) return yield created;
    const path = created.value;
    let open = true;
    const close = (): void => {
      if (open) end(path);
      open = false;
    };
    signal.addEventListener('abort', close, { once: true });
    if (signal.aborted) close();
    try {
      for (let pages = 0; pages < pageLimit(job); pages++) {
        const next = await nextPage(work, path);
        if (!next.ok) return yield next;
        if (next.value === null) {
          const code = await endOfPages(work, path, pages);
          open = false;
          if (code !== null) yield fail(code);
          return;
        }
        const page = toPage(next.value, dpi);
        yield page;
        if (!page.ok) return;
      }
    } finally {
      signal.removeEventListener('abort', close);
      close();
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

const wordsOf = ({ state, feeder }: EsclStatus): string => (feeder === null ? state : `${state} ${feeder}`);
