import type { DeclarationOf } from '../../contracts/devices.ts';
import { type Failure, ok, type Result } from '../../contracts/result.ts';
import type { Line } from '../channel/types.ts';
import type { DeviceContext, IdCardEvent, IdCardReader } from '../device.ts';
import { createTracker } from '../tracker.ts';
import { todayAt } from './check.ts';
import { createExchange } from './exchange.ts';
import { type CardState, type MachineEvent, type Outcome, reduce, START, type Work } from './machine.ts';
import { presence } from './presence.ts';
import { type CardFailure, readCard, selectCard } from './read-card.ts';
import { samIdText } from './sam-id.ts';
import { runSelfTest } from './self-test.ts';
import { type AskFailure, isMisheard, isReaderFault, SW3_NOT_FOUND } from './sw3.ts';

export interface IdCardReaderOptions {
  /** WLT, 1024 bytes → a picture; null when it is none. Only closed libraries can: absent by default, photos are null then. */
  decodePhoto?: (wlt: Uint8Array) => Uint8Array | null;
  /** Read a card twice and compare. `whenNoisy`, the default: while the line has shown damage lately. */
  readTwice?: 'whenNoisy' | 'always';
}

/** So long after damage a line counts as noisy, ms. */
export const NOISY_MS = 10 * 60_000;
/** Ends a line by itself: the line tells of it, and that is the event that counts. */
const LINE_LOST = ['device.missing', 'device.unplugged', 'device.portBusy', 'device.stopped'];

/** Driver of a resident ID card reader (SAM-V / SDT). Owns the line: `stop` stops it too. */
export function createIdCardReader(
  declaration: DeclarationOf<'idCardReader'>,
  line: Line,
  context: DeviceContext,
  options: IdCardReaderOptions = {},
): IdCardReader {
  const { clock, timers, log } = context;
  const tracker = createTracker(clock);
  const listeners = new Set<(event: IdCardEvent) => void>();
  const exchange = createExchange({ line, timers, hid: declaration.port.type === 'hid', onDamage });
  let state: CardState = START;
  let stopped = false;
  let cancelTick: () => void = () => {};
  let turn: Promise<unknown> = Promise.resolve();
  let damagedAt: number | null = null;
  let foundAt = 0;
  let samId: string | null = null;
  /** Of the card that lies on the reader, or lay there at `disarm`. */
  let lastDigest: string | null = null;

  function onDamage(): void {
    damagedAt = clock.boottimeMs();
  }
  const isNoisy = (): boolean => damagedAt !== null && clock.boottimeMs() - damagedAt < NOISY_MS;

  /** Whole works follow one another: none asks in the middle of another. */
  function inTurn<T>(f: () => Promise<T>): Promise<T> {
    const done = turn.then(f);
    turn = done;
    return done;
  }

  function dispatch(event: MachineEvent): void {
    if (stopped) return;
    const before = state.at;
    const step = reduce(state, event, clock.boottimeMs());
    state = step.state;
    if (state.at === 'looking' || state.at === 'fault') lastDigest = null;
    cancelTick();
    if (state.due !== null) cancelTick = timers.after(Math.max(0, state.due - clock.boottimeMs()), tick);
    showHealth(before);
    for (const effect of step.effects) {
      if (effect.type === 'reopen') line.reopen();
      // A listener has armed or disarmed meanwhile: what was to follow is void.
      else if (state !== step.state) continue;
      else if (effect.type === 'work') void inTurn(() => perform(effect.work, effect.run));
      else tell(effect.event);
    }
  }
  const tick = (): void => dispatch({ type: 'tick' });

  function showHealth(before: CardState['at']): void {
    if (state.at !== 'fault') {
      if (isNoisy()) tracker.state('degraded', 'idCard.noisyLine');
      else tracker.state('ok');
      return;
    }
    if (before !== 'fault') {
      tracker.error(state.code);
      log('idCard.fault', { code: state.code });
    }
    tracker.state(LINE_LOST.includes(state.code) ? 'missing' : 'fault', state.code);
  }

  function tell(event: IdCardEvent): void {
    if (event.type === 'found') foundAt = clock.boottimeMs();
    if (event.type === 'card') {
      tracker.done(event.readMs);
      log('idCard.read', { kind: event.card.kind, ms: event.readMs });
    }
    if (event.type === 'refused') log('idCard.refused', { code: event.code });
    for (const listener of [...listeners]) listener(event);
  }

  async function perform(work: Work, run: number): Promise<void> {
    if (stopped || run !== state.run) return;
    const outcome = await outcomeOf(work);
    if (outcome === null || run !== state.run) return;
    if (!outcome.ok && (work === 'select' || work === 'read' || outcome.why === 'rejected'))
      tracker.error(outcome.code, outcome.detail);
    dispatch({ type: 'done', run, outcome });
  }

  /** Null when the line was lost under it. */
  async function outcomeOf(work: Work): Promise<Outcome | null> {
    switch (work) {
      case 'status': {
        const status = await exchange.ask('status');
        if (status.ok && samId === null) await identify();
        return status.ok ? { of: work, ok: true } : failed(work, status.error);
      }
      case 'find': {
        const found = await exchange.ask('find');
        if (found.ok || found.error.sw3 === SW3_NOT_FOUND) return { of: work, ok: true, found: found.ok };
        return failed(work, found.error);
      }
      case 'select': {
        const selected = await selectCard(exchange.ask);
        return selected.ok ? { of: work, ok: true } : failed(work, selected.error);
      }
      case 'read':
        return read('read');
      case 'recheck': {
        foundAt = clock.boottimeMs();
        const selected = await selectCard(exchange.ask);
        return selected.ok ? read('recheck') : failed(work, selected.error);
      }
      case 'look': {
        const seen = await presence(exchange.ask);
        if (seen !== 'silent') return { of: work, ok: true, presence: seen };
        return line.channel() === null
          ? null
          : { of: work, ok: false, code: 'idCard.noAnswer', why: 'silent' };
      }
    }
  }

  async function read(of: 'read' | 'recheck'): Promise<Outcome | null> {
    const result = await readCard(exchange.ask, {
      fingerprint: declaration.fingerprint,
      twice: options.readTwice === 'always' || isNoisy(),
      today: todayAt(clock.wallMs()),
    });
    const { digest } = result.ok ? result.value : result.error;
    const isSame = digest !== null && digest === lastDigest;
    if (digest !== null) lastDigest = digest;
    if (of === 'recheck' && isSame) return { of, ok: true, event: null };
    if (!result.ok) return failed(of, result.error);
    const { card, photo } = result.value;
    const readMs = Math.max(0, Math.round(clock.boottimeMs() - foundAt));
    return { of, ok: true, event: { type: 'card', card, photo: decoded(photo), readMs } };
  }

  function decoded(wlt: Uint8Array): Uint8Array | null {
    try {
      return options.decodePhoto?.(wlt) ?? null;
    } catch {
      log('idCard.photoDecoder', { code: 'device.fault' });
      return null;
    }
  }

  async function identify(): Promise<void> {
    const answer = await exchange.ask('samId');
    samId = answer.ok ? samIdText(answer.value.data) : null;
    tracker.identify({ serialNumber: samId });
  }

  function onLine(): void {
    if (stopped) return;
    const channel = line.channel();
    if (channel === null || state.open) dispatch({ type: 'closed', code: line.code() ?? 'device.unplugged' });
    if (channel === null) return;
    const { vendor = null, product = null } = channel.usb ?? {};
    samId = null;
    tracker.identify({ port: channel.port, vendor, product, serialNumber: null });
    void inTurn(identify);
    dispatch({ type: 'opened' });
  }
  const stopWatching = line.onChange(onLine);
  if (line.channel() !== null) onLine();

  return {
    report() {
      const report = tracker.report();
      return report.state === 'missing' ? { ...report, code: line.code() ?? report.code } : report;
    },
    onChange: tracker.onChange,
    arm: () => dispatch({ type: 'arm' }),
    disarm: () => dispatch({ type: 'disarm' }),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    selfTest: () => inTurn(() => runSelfTest(line, exchange.ask, clock)),
    async recalibrate(): Promise<Result<null>> {
      const reset = await inTurn(() => exchange.ask('resetSam'));
      return reset.ok ? ok(null) : { ok: false, error: failureFor(reset.error) };
    },
    async stop() {
      stopped = true;
      cancelTick();
      stopWatching();
      exchange.stop();
      await turn;
      await line.stop();
    },
  };
}

/** Null when the line was lost: that is told by the line. */
function failed(of: Work, error: AskFailure | CardFailure): (Outcome & { ok: false }) | null {
  if (LINE_LOST.includes(error.code)) return null;
  return { of, ok: false, ...failureFor(error), why: whyOf(error) };
}

function whyOf(error: AskFailure | CardFailure): (Outcome & { ok: false })['why'] {
  if (isReaderFault(error.code)) return 'unfit';
  if ('digest' in error && error.digest !== null) return 'rejected';
  return SILENT.includes(error.code) || isMisheard(error) ? 'silent' : 'unread';
}
const SILENT = ['idCard.noAnswer', 'idCard.frameChecksum', 'device.garbled', 'device.timeout', 'device.busy'];

const failureFor = ({ code, detail }: Failure): Failure =>
  detail === undefined ? { code } : { code, detail };
