import type { Clock, Timers } from '../../contracts/clock.ts';
import type { DeviceDeclaration, DeviceReport, DeviceState } from '../../contracts/devices.ts';
import { fail, type Result } from '../../contracts/result.ts';
import { describeCrash, guarded, unguarded } from './crash-guard.ts';
import type { AnyDriver, OpenDevice, OpenedDevice } from './open-device.ts';
import { newErrors, UNKNOWN, withError, withPast, withState } from './report.ts';

/** First and longest wait before a driver that crashed is started anew, ms. */
export const RESTART_MS = 1_000;
export const RESTART_MAX_MS = 60_000;
/** A driver that has run this long starts over with the first wait, ms. */
export const SETTLED_MS = 10 * 60_000;
/** A driver that takes longer to stop is left behind, ms. */
export const STOP_MS = 4_000;

export interface SlotOptions {
  declaration: DeviceDeclaration;
  /** Whether a technician has switched it on. */
  enabled: boolean;
  open: OpenDevice;
  clock: Clock;
  timers: Timers;
  log: (event: string, data?: Record<string, unknown>) => void;
  onChange: () => void;
}

/** The place of one declared device: keeps its driver running, whatever the driver does. */
export interface Slot {
  readonly declaration: DeviceDeclaration;
  /** null while it is switched off, starting, or down after a crash. */
  driver(): AnyDriver | null;
  /** null where the device has no line of bytes, or no driver now. */
  recorder(): NonNullable<OpenedDevice['recorder']> | null;
  report(): DeviceReport;
  /** Asks the driver for something. It answers within `limitMs` (`device.timeout`); a driver that throws is started anew. */
  ask<T>(limitMs: number, work: (driver: AnyDriver) => Promise<Result<T>>): Promise<Result<T>>;
  /** What the screens say of a device that is theirs. */
  pageReport(state: DeviceState, code: string | null): void;
  setEnabled(on: boolean): Promise<void>;
  stop(): Promise<void>;
}

export function createSlot(o: SlotOptions): Slot {
  const { declaration, clock, timers } = o;
  const { id } = declaration;
  /** One start of the driver: what an earlier one still says is not listened to. */
  let run: object | null = null;
  let opened: (OpenedDevice & { since: number; stopListening: () => void }) | null = null;
  let past: DeviceReport = UNKNOWN;
  let report: DeviceReport = UNKNOWN;
  let page: { state: DeviceState; code: string | null } = { state: 'missing', code: 'device.missing' };
  let crashes = 0;
  let stopping: Promise<void> = Promise.resolve();
  let cancelRestart: () => void = () => undefined;

  function show(next: DeviceReport): void {
    const before = report;
    report = next;
    for (const code of newErrors(before, next)) o.log('device.error', { id, class: declaration.class, code });
    if (before.state !== next.state || before.code !== next.code)
      o.log('device.state', { id, class: declaration.class, state: next.state, code: next.code });
    // On its own, so that a bug of a listener is not taken for the driver's.
    unguarded(() => queueMicrotask(o.onChange));
  }

  function refresh(): void {
    if (opened === null || run === null) return;
    let said: DeviceReport;
    try {
      said = withPast(past, opened.driver.report());
    } catch (error) {
      crashed(run, error);
      return;
    }
    const isPages = declaration.port.type === 'page';
    show(isPages ? withState(said, page.state, page.code) : said);
  }

  async function start(): Promise<void> {
    const own = {};
    run = own;
    const onCrash = (error: unknown) => crashed(own, error);
    await stopping;
    if (run !== own) return;
    const { log } = o;
    const context = { clock, timers, log: (event: string, data = {}) => log(event, { id, ...data }) };
    await guarded(onCrash, async () => {
      try {
        const made = await o.open(declaration, context);
        if (run !== own) return await halt(made.driver);
        const onChange = () => run === own && refresh();
        const listening = [made.driver.onChange(onChange), made.recorder?.onChange(onChange)];
        const stopListening = () => {
          for (const stop of listening) stop?.();
        };
        opened = { ...made, since: clock.boottimeMs(), stopListening };
        refresh();
      } catch (error) {
        onCrash(error);
      }
    });
  }

  function crashed(own: object, error: unknown): void {
    o.log('device.crashed', { id, class: declaration.class, ...describeCrash(error) });
    if (run !== own) return;
    if (opened !== null && clock.boottimeMs() - opened.since >= SETTLED_MS) crashes = 0;
    const wait = Math.min(RESTART_MAX_MS, RESTART_MS * 2 ** crashes);
    crashes += 1;
    end();
    show(withState(withError(report, clock.wallMs(), 'internal'), 'fault', 'internal'));
    past = report;
    cancelRestart = timers.after(wait, () => void start());
  }

  /** Lets go of the driver; what it counted is kept. */
  function end(): void {
    cancelRestart();
    run = null;
    past = report;
    if (opened === null) return;
    const { driver, recorder, stopListening } = opened;
    opened = null;
    stopListening();
    void recorder?.stop();
    stopping = halt(driver);
  }

  /** Stops a driver that may throw or hang. */
  async function halt(driver: AnyDriver): Promise<void> {
    const stop = guarded(
      (error) => o.log('device.crashed', { id, class: declaration.class, ...describeCrash(error) }),
      async () => {
        try {
          await driver.stop();
        } catch (error) {
          o.log('device.crashed', { id, class: declaration.class, ...describeCrash(error) });
        }
      },
    );
    if ((await within(stop, STOP_MS, timers)) === 'late') o.log('device.stopHangs', { id });
  }

  async function ask<T>(
    limitMs: number,
    work: (driver: AnyDriver) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const own = run;
    if (opened === null || own === null) return fail(report.code ?? 'device.missing');
    const { driver } = opened;
    const onCrash = (error: unknown) => crashed(own, error);
    const answer = guarded(onCrash, async () => {
      try {
        return await work(driver);
      } catch (error) {
        onCrash(error);
        return fail('internal');
      }
    });
    const result = await within(answer, limitMs, timers);
    return result === 'late' ? fail('device.timeout') : result;
  }

  if (o.enabled) void start();
  else report = past = withState(UNKNOWN, 'off', 'device.off');

  return {
    declaration,
    driver: () => opened?.driver ?? null,
    recorder: () => opened?.recorder ?? null,
    report: () => report,
    ask,
    pageReport(state, code) {
      page = { state, code };
      refresh();
    },
    async setEnabled(on) {
      if (on === (report.state !== 'off')) return;
      if (on) {
        crashes = 0;
        show(withState(past, 'missing', 'device.missing'));
        past = report;
        await start();
      } else {
        end();
        show(withState(past, 'off', 'device.off'));
        past = report;
        await stopping;
      }
    },
    async stop() {
      end();
      await stopping;
    },
  };
}

async function within<T>(work: Promise<T>, ms: number, timers: Timers): Promise<T | 'late'> {
  let cancel: () => void = () => undefined;
  const late = new Promise<'late'>((resolve) => {
    cancel = timers.after(ms, () => resolve('late'));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
