/**
 * What an ESC/POS printer says of itself. Pure. Sources: Epson TM-T88 and TM-T88III specifications and the TM-U220
 * command manual (DLE EOT, GS a, GS r, GS I, "Transmission status identification"); compatible printers follow them.
 */
export interface PrinterStatus {
  offline: boolean;
  coverOpen: boolean;
  /** Near-end sensor; printers without one never say so. */
  paperLow: boolean;
  paperOut: boolean;
  cutterError: boolean;
  /** The head is too hot or its voltage is off; it goes on by itself. */
  waiting: boolean;
  /** Wants to be switched off and on, or repaired. */
  broken: boolean;
}
export const WELL: PrinterStatus = {
  offline: false,
  coverOpen: false,
  paperLow: false,
  paperOut: false,
  cutterError: false,
  waiting: false,
  broken: false,
};

/** DLE EOT n: 1 printer, 2 cause of being offline, 3 errors, 4 roll paper. Answered at once, also when offline. */
export type StatusKind = 1 | 2 | 3 | 4;
export const STATUS_KINDS: readonly StatusKind[] = [1, 2, 3, 4];
export const askStatus = (kind: StatusKind): Uint8Array => Uint8Array.of(0x10, 0x04, kind);
/** GS r 1: answered when everything before it is processed; never while the printer is offline. */
export const ASK_IN_ORDER = Uint8Array.of(0x1d, 0x72, 1);
/** GS a: tell every change of online state, error and paper by itself (ASB). */
export const TELL_CHANGES = Uint8Array.of(0x1d, 0x61, 0x0e);
/** GS I: 65 firmware, 66 maker, 67 model, 68 serial number. */
export const askIdentity = (what: 65 | 66 | 67 | 68): Uint8Array => Uint8Array.of(0x1d, 0x49, what);
/** DLE DC4 8: clear receive and print buffer at once, so that the rest of a slip never comes out later. */
export const CLEAR_BUFFERS = Uint8Array.of(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);

const has = (byte: number, bits: number): boolean => (byte & bits) !== 0;

/** What the answer to DLE EOT `kind` tells; the rest stays as it was. */
export function readStatus(kind: StatusKind, byte: number): Partial<PrinterStatus> {
  switch (kind) {
    case 1:
      return { offline: has(byte, 0x08) };
    case 2:
      return { coverOpen: has(byte, 0x04), ...(has(byte, 0x20) && { paperOut: true }) };
    case 3:
      return { cutterError: has(byte, 0x08), broken: has(byte, 0x20), waiting: has(byte, 0x40) };
    case 4:
      return { paperLow: has(byte, 0x0c), paperOut: has(byte, 0x60) };
  }
}

/** The four bytes of an automatic status back. */
export function readChanges(bytes: readonly [number, number, number, number]): PrinterStatus {
  const [printer, errors, paper] = bytes;
  return {
    offline: has(printer, 0x08),
    coverOpen: has(printer, 0x20),
    paperLow: has(paper, 0x03),
    paperOut: has(paper, 0x0c),
    cutterError: has(errors, 0x08),
    waiting: has(errors, 0x40),
    broken: has(errors, 0x20),
  };
}

/** Why nothing can be printed: a code of `errors.ts`, what a person can mend first. */
export function faultOf(status: PrinterStatus): string | null {
  if (status.coverOpen) return 'print.coverOpen';
  if (status.paperOut) return 'print.paperOut';
  if (status.cutterError) return 'print.cutter';
  if (status.broken) return 'device.fault';
  if (status.waiting) return 'print.overheated';
  return status.offline ? 'print.offline' : null;
}

export type Answer =
  | { type: 'status'; byte: number }
  | { type: 'changes'; status: PrinterStatus }
  /** To GS r: everything before it was processed. */
  | { type: 'inOrder'; byte: number }
  /** To GS I. */
  | { type: 'identity'; text: string };

export interface AnswerReader {
  /** Answers completed by this chunk, whatever was split or merged on the way. */
  push(chunk: Uint8Array): Answer[];
  /** Bytes that fitted nothing, so far. */
  strays(): number;
}

const MOST_TEXT_BYTES = 80;
const IDENTITY = 0x5f;
const RESPONSE = 0x37;
/** Flow control of a serial line; may stand anywhere, also inside an answer. */
const XON = 0x11;
const XOFF = 0x13;

/** Tells the kinds of answers apart by their fixed bits, and takes up again after what fits nothing. */
export function createAnswerReader(): AnswerReader {
  let strays = 0;
  /** Bytes of an answer that is not complete. */
  let open: number[] = [];

  function next(byte: number): Answer | null {
    const head = open[0];
    if (head === IDENTITY || head === RESPONSE) return inText(head, byte);
    if (head !== undefined) {
      if ((byte & 0x90) === 0) return inChanges(byte);
      strays += open.length;
      open = [];
    }
    if ((byte & 0x93) === 0x12) return { type: 'status', byte };
    if ((byte & 0x93) === 0x10 || byte === IDENTITY || byte === RESPONSE) {
      open = [byte];
      return null;
    }
    if ((byte & 0x90) === 0) return { type: 'inOrder', byte };
    strays++;
    return null;
  }

  function inChanges(byte: number): Answer | null {
    open.push(byte);
    const [a, b, c, d] = open;
    if (a === undefined || b === undefined || c === undefined || d === undefined) return null;
    open = [];
    return { type: 'changes', status: readChanges([a, b, c, d]) };
  }

  /** Header, text, NUL. */
  function inText(head: number, byte: number): Answer | null {
    if (byte !== 0 && byte >= 0x20 && byte < 0x7f && open.length <= MOST_TEXT_BYTES) {
      open.push(byte);
      return null;
    }
    const text = String.fromCharCode(...open.slice(1));
    const dropped = open.length;
    open = [];
    if (byte === 0) return head === IDENTITY ? { type: 'identity', text } : null;
    strays += dropped;
    return next(byte);
  }

  return {
    push(chunk) {
      const answers: Answer[] = [];
      for (const byte of chunk) {
        if (byte === XON || byte === XOFF) continue;
        const answer = next(byte);
        if (answer !== null) answers.push(answer);
      }
      return answers;
    },
    strays: () => strays,
  };
}
