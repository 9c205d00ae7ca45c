import type { DeclarationOf, SelfTest } from '../../contracts/devices.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { Slip } from '../../contracts/slip.ts';
import { columnsOf, layoutSlip } from '../../contracts/slip-layout.ts';
import type { Line } from '../channel/types.ts';
import type { DeviceContext, ReceiptPrinter } from '../device.ts';
import { createTracker } from '../tracker.ts';
import { createTurns } from '../turns.ts';
import { type Conversation, createConversation } from './conversation.ts';
import { type DrawText, encodeRows, isDrawn } from './escpos.ts';
import { runSelfTest } from './self-test.ts';
import { CLEAR_BUFFERS, faultOf } from './status.ts';
import { testPageOf } from './test-page.ts';
import { createWire } from './wire.ts';

/** Slips that may wait for the one that is being printed. */
export const MOST_WAITING = 4;
/** A longer slip is a mistake: two and a half metres of paper. */
export const MOST_ROWS = 600;
/** Longest wait for one's turn, ms. */
export const PATIENCE_MS = 60_000;
/** A self-test answers within 30 s, so it does not wait long behind a slip, ms. */
export const TEST_PATIENCE_MS = 15_000;
/** How often a printer at rest is asked how it is, ms. */
export const POLL_MS = 30_000;
/** The same while something is wrong with it, ms. */
export const POLL_FAULTY_MS = 5_000;

/** One printer on one line. `line` is stopped with it. */
export function createReceiptPrinter(
  declaration: DeclarationOf<'receiptPrinter'>,
  line: Line,
  context: DeviceContext,
): ReceiptPrinter {
  const { clock, timers, log } = context;
  const tracker = createTracker(clock);
  const turns = createTurns(MOST_WAITING, timers);
  let talk: Conversation | null = null;
  let hasAnswered = false;
  let hasGreeted = false;
  /** Part of a slip may lie in the printer's buffer. */
  let leftover = false;
  let stopped = false;
  let cancelPoll = () => {};

  /** A serial port tells nothing of who is at its end; a network or USB printer may be one-way, until it has answered once. */
  const mustAnswer = (): boolean => declaration.port.type === 'serial' || hasAnswered;

  function showState(): void {
    const wasWell = isWell();
    setState();
    // What is wrong is looked at more often.
    if (isWell() !== wasWell) schedulePoll();
  }

  function isWell(): boolean {
    const { state } = tracker.report();
    return state === 'ok' || state === 'degraded';
  }

  function setState(): void {
    if (talk === null) {
      const code = line.code() ?? 'device.missing';
      tracker.state(code === 'device.portBusy' ? 'fault' : 'missing', code);
    } else if (talk.mute()) {
      // Nothing can be known of it: it prints, and paper-out goes unseen.
      tracker.state('degraded', 'print.noStatus');
    } else if (talk.heard()) {
      hasAnswered = true;
      const fault = faultOf(talk.status());
      if (fault !== null) tracker.state('fault', fault);
      else if (talk.status().paperLow) tracker.state('degraded', 'print.paperLow');
      else tracker.state('ok');
    }
  }

  function onLine(): void {
    const channel = line.channel();
    if (stopped || talk?.wire.channel === channel) return;
    talk?.wire.end(line.code() ?? 'device.unplugged');
    talk = null;
    if (channel !== null) {
      const wire = createWire(channel, timers);
      talk = createConversation(wire, mustAnswer(), () => {
        if (talk?.wire === wire) showState();
      });
      hasGreeted = false;
      tracker.identify({ port: channel.port, ...channel.usb });
      void turns.take(PATIENCE_MS, getAcquainted);
    }
    showState();
    schedulePoll();
  }

  /** The first look at a new channel. One that has never answered may be one-way; one that has must answer. */
  async function getAcquainted(): Promise<Result<null>> {
    const current = talk;
    if (current === null) return ok(null);
    await dropLeftover(current);
    const seen = await current.look();
    if (talk !== current || stopped) return ok(null);
    if (!seen.ok && !current.mute()) return silent(current);
    showState();
    if (!seen.ok || faultOf(seen.value) !== null || hasGreeted) return ok(null);
    const identity = await current.greet();
    if (talk !== current) return ok(null);
    hasGreeted = true;
    for (const [name, value] of Object.entries(identity))
      if (value !== null) tracker.identify({ [name]: value });
    log('device.receiptPrinter.ready', { id: declaration.id, mute: current.mute() });
    return ok(null);
  }

  /** What is left of a slip that failed must not come out when paper is put in. */
  async function dropLeftover(current: Conversation): Promise<void> {
    if (leftover && (await current.wire.write(CLEAR_BUFFERS)).ok) leftover = false;
  }

  /** It does not answer, or takes no more bytes. A new channel helps where it was switched off and on, or is stuck. */
  function silent(current: Conversation): Result<null> {
    if (line.channel() === current.wire.channel) {
      tracker.state('fault', 'device.timeout');
      if (current.heard() || current.wire.ended()) line.reopen();
      schedulePoll();
    }
    return fail('device.timeout');
  }

  function schedulePoll(): void {
    cancelPoll();
    if (stopped) return;
    cancelPoll = timers.after(isWell() ? POLL_MS : POLL_FAULTY_MS, () => {
      const polling = turns.free() ? turns.take(PATIENCE_MS, getAcquainted) : Promise.resolve();
      void polling.then(schedulePoll);
    });
  }

  async function printNow(slip: Slip): Promise<Result<null>> {
    const rows = layoutSlip(slip, columnsOf(declaration.dots));
    if (rows.length > MOST_ROWS) return fail('print.tooLarge');
    const needsDrawing = rows.some((row) => isDrawn(row, declaration.chinese));
    const draw = needsDrawing ? await loadDrawing() : null;
    if (needsDrawing && draw === null) return fail('device.unsupported', 'canvas or font is missing');
    return sendNow(encodeRows(rows, declaration, draw));
  }

  async function loadDrawing(): Promise<DrawText | null> {
    try {
      const { loadDrawText } = await import('./raster.ts');
      return await loadDrawText();
    } catch {
      return null;
    }
  }

  async function sendNow(parts: readonly Uint8Array[]): Promise<Result<null>> {
    const current = talk;
    if (current === null) return fail(line.code() ?? 'device.missing');
    const started = clock.boottimeMs();
    await dropLeftover(current);
    const sent = await current.send(parts, () => clock.boottimeMs());
    if (stopped) return fail('device.stopped');
    if (sent.ok) {
      tracker.done(clock.boottimeMs() - started);
      return sent;
    }
    leftover = true;
    if (sent.error.code === 'device.timeout' || current.wire.ended()) silent(current);
    return sent;
  }

  /** In its turn, with what went wrong kept for technicians. */
  async function inTurn(work: () => Promise<Result<null>>): Promise<Result<null>> {
    const done = await turns.take(PATIENCE_MS, work);
    if (!done.ok) {
      tracker.error(done.error.code, done.error.detail);
      log('device.receiptPrinter.failed', { id: declaration.id, code: done.error.code });
    }
    return done;
  }
  const print = (slip: Slip): Promise<Result<null>> => inTurn(() => printNow(slip));

  async function selfTest(): Promise<SelfTest> {
    const tested = await turns.take(TEST_PATIENCE_MS, async () =>
      ok(await runSelfTest(talk, line.code(), clock)),
    );
    showState();
    if (tested.ok) return tested.value;
    const step = { name: 'receiptPrinter.port', ok: false, code: tested.error.code, detail: null, ms: 0 };
    return { ok: false, at: clock.wallMs(), steps: [step] };
  }

  const stopWatching = line.onChange(onLine);
  onLine();
  return {
    report: tracker.report,
    onChange: tracker.onChange,
    print,
    selfTest,
    recalibrate: () => inTurn(() => sendNow(encodeRows([], declaration, null))),
    testPage: () => print(testPageOf(declaration.id, declaration.dots, new Date(clock.wallMs()))),
    async stop() {
      stopped = true;
      stopWatching();
      cancelPoll();
      turns.stop();
      talk?.wire.end('device.stopped');
      await turns.idle();
      await line.stop();
    },
  };
}
