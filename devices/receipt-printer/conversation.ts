import { fail, ok, type Result } from '../../contracts/result.ts';
import {
  ASK_IN_ORDER,
  askIdentity,
  askStatus,
  CLEAR_BUFFERS,
  faultOf,
  type PrinterStatus,
  readStatus,
  STATUS_KINDS,
  type StatusKind,
  TELL_CHANGES,
  WELL,
} from './status.ts';
import type { Wire } from './wire.ts';

/** Longest wait for an answer that comes at once, ms. */
export const STATUS_MS = 1_000;
/** Longest wait of a printer at rest for the end of nothing, ms. */
export const GREET_MS = 2_000;
/** Bytes between two looks at the printer within a slip. */
export const LOOK_EVERY_BYTES = 4_096;
/** Longest time from the last byte until a well printer has printed everything: this, and so much for each row, ms. */
export const FINISH_MS = 10_000;
export const FINISH_ROW_MS = 150;
/** Between two looks while waiting for the end, ms. */
export const FINISH_LOOK_MS = 500;
/** A printer that tells no end is looked at for so long after the last byte: as long as it may print, ms. */
export const SETTLE_MS = 2_000;
export const SETTLE_ROW_MS = 50;
/** Longest time for one slip, ms. */
export const SLIP_MS = 120_000;

export interface Identity {
  vendor: string | null;
  product: string | null;
  firmware: string | null;
  serialNumber: string | null;
}

/** What is known of the printer at the other end of one wire. */
export interface Conversation {
  readonly wire: Wire;
  status(): PrinterStatus;
  /** Bytes of the last answers to DLE EOT 1–4, for technicians. */
  raw(): string;
  /** It has never answered and need not: printing works, and nothing is known of it. */
  mute(): boolean;
  /** It answered on this wire. */
  heard(): boolean;
  /** Looks whether it is well; asks for the cause only when it is not. */
  look(): Promise<Result<PrinterStatus>>;
  /** All four questions. */
  lookClosely(): Promise<Result<PrinterStatus>>;
  /** First words: automatic status on, whether it tells the end of a job, who it is. The printer must be well. */
  greet(): Promise<Identity>;
  /** Writes the parts of a slip and waits until it is out. Fails with what the printer lacks. */
  send(parts: readonly Uint8Array[], now: () => number): Promise<Result<null>>;
}

export function createConversation(
  wire: Wire,
  mustAnswer: boolean,
  onStatus: (status: PrinterStatus) => void,
): Conversation {
  let status = WELL;
  const bytes: Partial<Record<StatusKind, number>> = {};
  let heard = false;
  let tellsEnd: boolean | null = null;
  const isMute = (): boolean => !mustAnswer && !heard;
  wire.onChanges((told) => learn(told));

  function learn(part: Partial<PrinterStatus>): void {
    heard = true;
    status = { ...status, ...part };
    onStatus(status);
  }

  async function question(kinds: readonly StatusKind[]): Promise<Result<Partial<PrinterStatus>>> {
    let seen: Partial<PrinterStatus> = {};
    for (const kind of kinds) {
      const answer = await wire.ask(askStatus(kind), 'status', STATUS_MS);
      if (!answer.ok) return answer;
      heard = true;
      bytes[kind] = answer.value.byte;
      seen = { ...seen, ...readStatus(kind, answer.value.byte), ...(seen.paperOut && { paperOut: true }) };
    }
    return ok(seen);
  }

  async function lookClosely(): Promise<Result<PrinterStatus>> {
    const seen = await question(STATUS_KINDS);
    if (!seen.ok) return seen;
    learn(seen.value);
    return ok(status);
  }

  async function look(): Promise<Result<PrinterStatus>> {
    const seen = await question([1, 4]);
    if (!seen.ok) return seen;
    const isWell = faultOf({ ...status, ...seen.value }) === null;
    if (!isWell) return lookClosely();
    learn(seen.value);
    return ok(status);
  }

  /** The fault that a look shows, or null; a printer that never answers is taken as well. */
  async function fault(): Promise<string | null> {
    if (isMute()) return null;
    const seen = await look();
    return seen.ok ? faultOf(seen.value) : seen.error.code;
  }

  /** Until the printer says that everything is out, or what it lacks. */
  async function finish(rows: number): Promise<Result<null>> {
    if (isMute()) return ok(null);
    const told =
      tellsEnd === false
        ? await settle(SETTLE_MS + rows * SETTLE_ROW_MS)
        : await hearEnd(FINISH_MS + rows * FINISH_ROW_MS);
    if (!told.ok) return told;
    const found = await fault();
    return found === null ? ok(null) : fail(found);
  }

  async function settle(ms: number): Promise<Result<null>> {
    for (let waited = 0; waited < ms; waited += FINISH_LOOK_MS) {
      await wire.pause(FINISH_LOOK_MS);
      const found = await fault();
      if (found !== null) return fail(found);
    }
    return ok(null);
  }

  async function hearEnd(ms: number): Promise<Result<null>> {
    const end: { heard: Result<unknown> | null } = { heard: null };
    const hearing = wire.ask(ASK_IN_ORDER, 'inOrder', ms).then((heard) => {
      end.heard = heard;
    });
    while (end.heard === null) {
      await Promise.race([hearing, wire.pause(FINISH_LOOK_MS)]);
      if (end.heard !== null) break;
      const found = await fault();
      if (found !== null) return fail(found);
    }
    if (end.heard.ok) tellsEnd = true;
    else if (end.heard.error.code !== 'device.timeout' || tellsEnd === true)
      return fail(end.heard.error.code);
    // Well all the time and silent about the end: this printer does not know the question.
    else tellsEnd = false;
    return ok(null);
  }

  async function sendAll(parts: readonly Uint8Array[], now: () => number): Promise<Result<null>> {
    const until = now() + SLIP_MS;
    let sinceLook = 0;
    for (const bytes of joined(parts)) {
      const written = await wire.write(bytes);
      if (!written.ok) return written;
      const told = isMute() ? null : faultOf(status);
      if (told !== null) return fail(told);
      if (now() > until) return fail('device.timeout');
      sinceLook += bytes.length;
      if (sinceLook < LOOK_EVERY_BYTES) continue;
      sinceLook = 0;
      const found = await fault();
      if (found !== null) return fail(found);
    }
    return finish(parts.length);
  }

  return {
    wire,
    status: () => status,
    raw: () => STATUS_KINDS.map((kind) => bytes[kind]?.toString(16).padStart(2, '0') ?? '--').join(' '),
    mute: isMute,
    heard: () => heard,
    look,
    lookClosely,
    async greet() {
      const identity: Identity = { vendor: null, product: null, firmware: null, serialNumber: null };
      await wire.write(TELL_CHANGES);
      tellsEnd = (await wire.ask(ASK_IN_ORDER, 'inOrder', GREET_MS)).ok;
      const questions = { 66: 'vendor', 67: 'product', 65: 'firmware', 68: 'serialNumber' } as const;
      for (const what of [66, 67, 65, 68] as const) {
        const answer = await wire.ask(askIdentity(what), 'identity', STATUS_MS);
        if (!answer.ok) break;
        if (answer.value.text !== '') identity[questions[what]] = answer.value.text;
      }
      return identity;
    },
    async send(parts, now) {
      const found = await fault();
      if (found !== null) return fail(found);
      // The initialisation at a slip's beginning may switch the automatic status off.
      const sent = await sendAll([...parts, TELL_CHANGES], now);
      if (sent.ok) return sent;
      const told = isMute() ? null : faultOf(status);
      if (!wire.ended()) await wire.write(CLEAR_BUFFERS);
      return sent.error.code === 'device.timeout' && told !== null ? fail(told) : sent;
    },
  };
}

/** Written between two looks at what the printer told by itself. */
const TOGETHER_BYTES = 1_024;

/** Small parts together, so that a slip leaves in few writes; a part is never split. */
function* joined(parts: readonly Uint8Array[]): Generator<Uint8Array> {
  let together: number[] = [];
  for (const part of parts) {
    if (together.length > 0 && together.length + part.length > TOGETHER_BYTES) {
      yield Uint8Array.from(together);
      together = [];
    }
    together.push(...part);
  }
  if (together.length > 0) yield Uint8Array.from(together);
}
