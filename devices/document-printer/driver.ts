import type { DeclarationOf, SelfTest } from '../../contracts/devices.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { DeviceContext, DocumentPrinter } from '../device.ts';
import { createTracker } from '../tracker.ts';
import { createTurns } from '../turns.ts';
import type { JobId, PrintQueue, QueueState } from './queue.ts';
import { faultOf, warningOf } from './reasons.ts';
import { testPagePdf } from './test-page.ts';

/** Larger documents are refused, bytes. */
export const MOST_PDF_BYTES = 50_000_000;
export const MOST_COPIES = 20;
/** Documents that may wait for the one that is being printed. */
export const MOST_WAITING = 4;
export const PATIENCE_MS = 120_000;
export const TEST_PATIENCE_MS = 15_000;
/** How often a job is asked after, ms. */
export const JOB_POLL_MS = 500;
/** A document that is not out by then is taken back, ms. */
export const JOB_MS = 300_000;
/** A printer that lacks paper, is open or off is given so long to be helped, ms. */
export const ATTENTION_MS = 30_000;
/** How often a queue at rest is asked how it is, ms. */
export const POLL_MS = 30_000;
/** Documents that could not be wiped from the spool are tried again with each poll; no more than so many. */
const MOST_TO_WIPE = 100;

export interface DocumentPrinterDeps {
  queue: PrintQueue;
}

const NO_QUEUE = new Set(['print.serviceDown', 'print.queueUnknown']);

/** One queue of the system's print service. Every job is wiped from the spool when it is over, however it ended. */
export function createDocumentPrinter(
  declaration: DeclarationOf<'documentPrinter'>,
  context: DeviceContext,
  { queue }: DocumentPrinterDeps,
): DocumentPrinter {
  const { clock, timers, log } = context;
  const tracker = createTracker(clock);
  const turns = createTurns(MOST_WAITING, timers);
  const stopping = new AbortController();
  let toWipe: readonly JobId[] = [];
  let hasLookedBack = false;
  let cancelPoll = () => {};
  tracker.identify({ port: declaration.port.type === 'queue' ? declaration.port.name : null });

  async function look(): Promise<Result<QueueState>> {
    const seen = await queue.state();
    if (!seen.ok) {
      const { code } = seen.error;
      tracker.state(NO_QUEUE.has(code) ? 'missing' : 'fault', code);
      return seen;
    }
    tracker.identify(seen.value.identity);
    const fault = faultOf(seen.value);
    const warning = warningOf(seen.value);
    // A print service hears of the printer while it prints; at rest it repeats the last it heard.
    if (fault !== null)
      tracker.state(takesNothing(seen.value) || seen.value.printing ? 'fault' : 'degraded', fault);
    else if (warning !== null) tracker.state('degraded', warning);
    else tracker.state('ok');
    return seen;
  }

  async function poll(): Promise<void> {
    const seen = await look();
    if (seen.ok && !hasLookedBack) await lookBack();
    for (const id of toWipe) await wipe(id);
  }

  /** Documents that an earlier run of this service left in the spool. */
  async function lookBack(): Promise<void> {
    if (!turns.free()) return;
    const left = await queue.leftovers();
    if (!left.ok || !turns.free()) return;
    hasLookedBack = true;
    toWipe = [...new Set([...toWipe, ...left.value])].slice(-MOST_TO_WIPE);
    if (left.value.length > 0)
      log('device.documentPrinter.leftovers', { id: declaration.id, jobs: left.value.length });
  }

  async function wipe(id: JobId): Promise<void> {
    const removed = await queue.remove(id);
    if (removed.ok) {
      toWipe = toWipe.filter((other) => other !== id);
      return;
    }
    if (!toWipe.includes(id)) {
      toWipe = [...toWipe, id].slice(-MOST_TO_WIPE);
      tracker.error('print.notWiped', removed.error.detail ?? removed.error.code);
    }
  }

  function schedulePoll(): void {
    cancelPoll();
    if (stopping.signal.aborted) return;
    cancelPoll = timers.after(POLL_MS, () => void poll().then(schedulePoll));
  }

  /** Until the job is over, one way or another. */
  async function watch(id: JobId, signal: AbortSignal): Promise<Result<null>> {
    const started = clock.boottimeMs();
    let inNeedSince: number | null = null;
    let unanswered = 0;
    for (;;) {
      await pause(JOB_POLL_MS, signal);
      if (signal.aborted) return fail(stopping.signal.aborted ? 'device.stopped' : 'print.cancelled');
      const now = clock.boottimeMs();
      const job = await queue.job(id);
      if (!job.ok) {
        unanswered++;
        if (unanswered >= MOST_UNANSWERED) return job;
        continue;
      }
      unanswered = 0;
      if (job.value.type === 'done') return ok(null);
      if (job.value.type === 'cancelled') return fail('print.cancelled');
      if (job.value.type === 'gone') return fail('print.jobFailed', 'the queue no longer knows the job');
      const seen = await look();
      const fault = seen.ok ? faultOf(seen.value) : null;
      if (job.value.type === 'failed')
        return fail(fault ?? 'print.jobFailed', job.value.reasons.join(' ').slice(0, 200));
      if (seen.ok && fault !== null && takesNothing(seen.value)) return fail(fault);
      if (fault === null) inNeedSince = null;
      else {
        inNeedSince ??= now;
        if (now - inNeedSince >= ATTENTION_MS) return fail(fault);
      }
      if (now - started >= JOB_MS) return fail('device.timeout');
    }
  }

  /** Ends early on `signal`. */
  function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = timers.after(ms, end);
      signal.addEventListener('abort', end, { once: true });
      if (signal.aborted) end();
    });
  }

  async function printNow(
    pdf: Uint8Array,
    options: { copies: number; title: string },
    signal: AbortSignal,
  ): Promise<Result<null>> {
    if (signal.aborted) return fail('print.cancelled');
    const started = clock.boottimeMs();
    const seen = await look();
    if (!seen.ok) return seen;
    if (takesNothing(seen.value)) return fail(faultOf(seen.value) ?? 'print.queueStopped');
    const submitted = await queue.submit(pdf, { ...options, duplex: declaration.duplex });
    if (!submitted.ok) return submitted;
    const printed = await watch(submitted.value, signal);
    await wipe(submitted.value);
    if (!stopping.signal.aborted) await look();
    if (printed.ok) tracker.done(clock.boottimeMs() - started);
    return printed;
  }

  async function print(
    pdf: Uint8Array,
    { copies, title, signal }: { copies: number; title: string; signal: AbortSignal },
  ): Promise<Result<null>> {
    const refused = refusalOf(pdf, copies);
    const either = AbortSignal.any([signal, stopping.signal]);
    const printed =
      refused === null
        ? await turns.take(PATIENCE_MS, () => printNow(pdf, { copies, title }, either))
        : fail(refused);
    if (!printed.ok) {
      if (printed.error.code !== 'print.cancelled') tracker.error(printed.error.code, printed.error.detail);
      log('device.documentPrinter.failed', { id: declaration.id, code: printed.error.code });
    }
    return printed;
  }

  async function selfTest(): Promise<SelfTest> {
    const at = clock.wallMs();
    const steps: SelfTest['steps'] = [];
    const before = clock.boottimeMs();
    const seen = await look();
    const ms = Math.max(0, Math.round(clock.boottimeMs() - before));
    const add = (name: string, code: string | null, detail: string | null = null, isOk = code === null) =>
      steps.push({ name: `documentPrinter.${name}`, ok: isOk, code, detail, ms });
    const isDown = !seen.ok && seen.error.code !== 'print.queueUnknown';
    add('service', isDown ? seen.error.code : null, seen.ok ? null : (seen.error.detail ?? null));
    if (isDown) return { ok: false, at, steps };
    add('queue', seen.ok ? null : seen.error.code);
    if (seen.ok) {
      const fault = faultOf(seen.value);
      add('ready', fault, seen.value.reasons.join(' ').slice(0, 200) || null);
      const warning = fault === null ? warningOf(seen.value) : null;
      add('supplies', warning, null, true);
    }
    add(
      'spool',
      toWipe.length === 0 ? null : 'print.notWiped',
      toWipe.length === 0 ? null : String(toWipe.length),
    );
    return { ok: steps.every((step) => step.ok), at, steps };
  }

  void poll().then(schedulePoll);
  return {
    report: tracker.report,
    onChange: tracker.onChange,
    print,
    selfTest,
    async testPage() {
      const pdf = await testPagePdf(declaration.id, {
        duplex: declaration.duplex,
        at: new Date(clock.wallMs()),
      });
      return print(pdf, { copies: 1, title: 'test page', signal: stopping.signal });
    },
    async stop() {
      stopping.abort();
      cancelPoll();
      turns.stop();
      // The job that is being printed is taken back and wiped first.
      await turns.idle();
    },
  };
}

const takesNothing = (state: QueueState): boolean => state.stopped || !state.accepting;

/** Polls in a row without an answer after which a job is given up. */
const MOST_UNANSWERED = 10;

function refusalOf(pdf: Uint8Array, copies: number): string | null {
  if (pdf.length > MOST_PDF_BYTES) return 'print.tooLarge';
  const isPdf = new TextDecoder('latin1').decode(pdf.subarray(0, 5)) === '%PDF-';
  return isPdf && Number.isInteger(copies) && copies >= 1 && copies <= MOST_COPIES ? null : 'input.invalid';
}
