import type { DeclarationOf, DeviceIdentity, SelfTest } from '../../contracts/devices.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { ScanCapabilities, ScanJob } from '../../contracts/scan.ts';
import type { DeviceContext, DocumentScanner, ScanEvent } from '../device.ts';
import { createTracker } from '../tracker.ts';
import type { Look, ScannerClient } from './client.ts';
import { createEsclClient } from './escl/client.ts';
import { createSaneClient } from './sane/client.ts';
import { runSelfTest } from './self-test.ts';

/** How often a scanner at rest is asked how it is, ms. */
export const POLL_MS = 30_000;
/** The same while something is wrong with it, ms. */
export const POLL_FAULTY_MS = 3_000;
/** A page that nobody takes for so long ends the job, ms: somebody else may want to scan. */
export const TAKE_MS = 300_000;
/** A self-test answers within 30 s: its page from the glass is cancelled after so long, ms. */
export const TEST_SCAN_MS = 18_000;

export interface DocumentScannerDeps {
  client: ScannerClient;
}

/** One scanner, by eSCL over HTTP or by SANE. Looks at it slowly, scans one job at a time, keeps no page. */
export function createDocumentScanner(
  declaration: DeclarationOf<'documentScanner'>,
  context: DeviceContext,
  deps: DocumentScannerDeps = { client: clientOf(declaration, context) },
): DocumentScanner {
  const { client } = deps;
  const { clock, timers, log } = context;
  const tracker = createTracker(clock);
  const stopping = new AbortController();
  let looking: Promise<Result<Look>> | null = null;
  let can: ScanCapabilities | null = null;
  /** The job under way. */
  let scanning: ScanJob | null = null;
  let cancelPoll = (): void => {};
  tracker.identify({ port: portName(declaration) });

  /** One look at a time; all who ask meanwhile get its answer. */
  function look(): Promise<Result<Look>> {
    looking ??= client.look(stopping.signal).then((seen) => {
      looking = null;
      if (!stopping.signal.aborted) show(seen);
      return seen;
    });
    return looking;
  }

  function show(seen: Result<Look>): void {
    if (!seen.ok) {
      can = null;
      const { code } = seen.error;
      if (MISSING.has(code)) tracker.state('missing', 'device.missing');
      else tracker.state(code === 'scan.busy' ? 'degraded' : 'fault', code);
      return;
    }
    const { identity, capabilities, fault, warning } = seen.value;
    can = capabilities;
    if (isNews(identity, tracker.report().identity)) tracker.identify(identity);
    if (fault !== null) tracker.state('fault', fault);
    else if (warning !== null) tracker.state('degraded', warning);
    else tracker.state('ok');
  }

  function schedulePoll(): void {
    cancelPoll();
    if (stopping.signal.aborted) return;
    cancelPoll = timers.after(tracker.report().state === 'ok' ? POLL_MS : POLL_FAULTY_MS, poll);
  }

  /** While pages come nothing else is asked of the scanner. */
  function poll(): void {
    void (scanning === null ? look() : Promise.resolve()).then(schedulePoll);
  }

  /** Whoever let a job lie around finds it ended; the scanner is free for the next one. */
  async function release(job: ScanJob): Promise<void> {
    await client.idle();
    if (scanning !== job) return;
    scanning = null;
    cancelPoll();
    if (!stopping.signal.aborted) poll();
  }

  async function* scan(wanted: ScanJob, signal: AbortSignal): AsyncGenerator<ScanEvent, void> {
    if (stopping.signal.aborted) return yield { type: 'fault', code: 'device.stopped' };
    if (scanning !== null) return yield { type: 'fault', code: 'device.busy' };
    const job = { ...wanted };
    scanning = job;
    const forgotten = new AbortController();
    let cancelTake = (): void => {};
    let before = clock.boottimeMs();
    let pages = 0;
    let failure: { code: string; detail?: string } | null = null;
    try {
      // A look under way has the device open.
      await looking;
      const either = AbortSignal.any([signal, stopping.signal, forgotten.signal]);
      for await (const page of client.scan(job, either)) {
        if (!page.ok) {
          failure = { ...page.error, code: endCode(page.error.code, stopping.signal, forgotten.signal) };
          break;
        }
        pages++;
        tracker.done(clock.boottimeMs() - before);
        cancelTake = timers.after(TAKE_MS, () => {
          forgotten.abort();
          void release(job);
        });
        yield { type: 'page', page: page.value };
        cancelTake();
        before = clock.boottimeMs();
      }
    } finally {
      cancelTake();
      await release(job);
    }
    if (failure === null) {
      log('device.documentScanner.done', { id: declaration.id, pages });
      return yield { type: 'done', pages };
    }
    if (!HARMLESS.has(failure.code)) tracker.error(failure.code, failure.detail);
    log('device.documentScanner.fault', { id: declaration.id, code: failure.code, pages });
    yield { type: 'fault', code: failure.code };
  }

  async function selfTest(): Promise<SelfTest> {
    const tested = new AbortController();
    const cancel = timers.after(TEST_SCAN_MS, () => tested.abort());
    const test = await runSelfTest(
      clock,
      () => (scanning === null ? look() : Promise.resolve(fail('device.busy'))),
      (job) => scan(job, tested.signal),
    );
    cancel();
    return test;
  }

  poll();
  return {
    report: tracker.report,
    onChange: tracker.onChange,
    async capabilities() {
      if (can !== null) return ok(can);
      if (stopping.signal.aborted) return fail('device.stopped');
      const seen = await look();
      return seen.ok ? ok(seen.value.capabilities) : seen;
    },
    scan,
    selfTest,
    async stop() {
      stopping.abort();
      cancelPoll();
      await looking;
      await client.idle();
    },
  };
}

const MISSING: ReadonlySet<string> = new Set(['device.missing', 'device.unplugged']);
/** Ends of a job that are no errors of the device. */
const HARMLESS: ReadonlySet<string> = new Set(['scan.cancelled', 'scan.feederEmpty', 'device.stopped']);

const isNews = (seen: Partial<DeviceIdentity>, known: DeviceIdentity): boolean =>
  Object.entries(seen).some(([name, value]) => known[name as keyof DeviceIdentity] !== value);

function endCode(code: string, stopping: AbortSignal, forgotten: AbortSignal): string {
  if (code !== 'scan.cancelled') return code;
  if (stopping.aborted) return 'device.stopped';
  return forgotten.aborted ? 'device.timeout' : code;
}

function clientOf(
  { driver, port }: DeclarationOf<'documentScanner'>,
  { timers }: DeviceContext,
): ScannerClient {
  if (driver === 'escl' && port.type === 'http') return createEsclClient(port.url, timers);
  if (driver === 'sane' && port.type === 'sane') return createSaneClient(port.device, timers);
  return nowhere(`driver ${driver} has no port of type ${port.type}`);
}

/** A declaration whose port does not fit its driver. */
function nowhere(detail: string): ScannerClient {
  const missing = fail('device.missing', detail);
  return {
    look: () => Promise.resolve(missing),
    async *scan() {
      yield missing;
    },
    idle: () => Promise.resolve(),
  };
}

/** Without the user name and password that an address may carry. */
function portName({ port }: DeclarationOf<'documentScanner'>): string | null {
  if (port.type === 'http') return port.url.replace(/\/\/[^/@]*@/, '//').slice(0, 200);
  return port.type === 'sane' ? port.device : null;
}
