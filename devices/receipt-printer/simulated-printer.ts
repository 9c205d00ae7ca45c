import type { ByteChannel } from '../channel/types.ts';
import { type Command, readCommand } from './simulated-commands.ts';
import {
  drawPaper,
  type PaperAlign,
  type PaperCharacter,
  type PaperItem,
  textOf,
} from './simulated-paper.ts';

export interface SimulatorOptions {
  dots?: 384 | 576;
  /** A printer that answers nothing, as behind a one-way port. */
  mute?: boolean;
  /** Answers GS r; some compatible printers do not. */
  tellsEnd?: boolean;
}

export interface SimulatedSlip {
  items: readonly PaperItem[];
  lines: readonly string[];
}

export interface ReceiptPrinterSimulator {
  /** Speaks over this channel until it closes. */
  attach(channel: ByteChannel): void;
  /** The near-end sensor. */
  setPaperLow(on: boolean): void;
  /** Paper ends when this many more bytes have been processed; 0 = now. */
  endPaper(afterBytes?: number): void;
  /** A new roll; what stood half printed is torn off. */
  loadPaper(): void;
  setCoverOpen(on: boolean): void;
  /** The next cut jams; `false` clears it. */
  setCutterJam(on: boolean): void;
  setOverheated(on: boolean): void;
  setMute(on: boolean): void;
  /** So many of the next answers come with flipped bits. */
  garble(answers: number): void;
  /** Slips that were cut or torn off whole, oldest first. */
  slips(): readonly SimulatedSlip[];
  /** Their lines; drawn rows read `[raster w×h]`, codes `[qr text]`. */
  texts(): readonly (readonly string[])[];
  /** As PNG pictures, one pixel a dot. */
  printed(): Promise<Uint8Array[]>;
  /** What is on paper and not cut off yet. */
  unfinished(): readonly string[];
  /** Bytes that are no command or character, as hex. */
  unknown(): readonly string[];
  /** Lines that were too long for the paper. */
  overflows(): number;
  /** Forgets the slips. */
  clear(): void;
}

const RECEIVE_BUFFER_BYTES = 4_096;
const MOST_SLIPS = 100;
const IDENTITY: Readonly<Record<number, string>> = {
  65: '1.00 ESC/POS',
  66: 'SIMULATOR',
  67: 'RP-80',
  68: 'SIM0001',
};
/** DLE DC4 8 with its fixed parameters. */
const CLEAR = '16,20,8,1,3,20,1,6,2,8';
/** Feeding so many lines tears the slip off where there is no cutter. */
const TEAR_LINES = 6;

/** The printer, and how much it still has to take in: a full buffer stops the sender. */
export interface SimulatedPrinter extends ReceiptPrinterSimulator {
  receive(bytes: Uint8Array): void;
  connect(answer: (bytes: Uint8Array) => void, onRoom: () => void): () => void;
  isFull(): boolean;
}

export function createSimulatedPrinter(options: SimulatorOptions): SimulatedPrinter {
  const dots = options.dots ?? 576;
  let answer: ((bytes: Uint8Array) => void) | null = null;
  let onRoom: () => void = () => {};
  let buffer: Uint8Array = new Uint8Array();
  let realtime: number[] = [];

  let low = false;
  let out = false;
  let outAfter = Number.POSITIVE_INFINITY;
  let coverOpen = false;
  let cutterJam = false;
  let cutterError = false;
  let overheated = false;
  let mute = options.mute ?? false;
  let garbled = 0;

  let chinese = false;
  let align: PaperAlign = 'left';
  let bold = false;
  let size = { width: 1, height: 1 };
  let qr = { moduleDots: 3, level: 'L' as 'L' | 'M' | 'Q' | 'H', text: '' };
  let tellsChanges = false;
  let told = '';

  let line: PaperCharacter[] = [];
  let items: PaperItem[] = [];
  let slips: SimulatedSlip[] = [];
  let unknown: string[] = [];
  let overflows = 0;

  const offline = (): boolean => out || coverOpen || cutterError || overheated;

  function say(bytes: readonly number[]): void {
    if (mute || answer === null) return;
    const sent = garbled > 0 ? bytes.map((byte) => byte ^ 0x91) : bytes;
    garbled = Math.max(0, garbled - 1);
    answer(Uint8Array.from(sent));
  }

  function status(kind: number): number {
    if (kind === 1) return 0x12 | (offline() ? 0x08 : 0);
    if (kind === 2)
      return 0x12 | (coverOpen ? 0x04 : 0) | (out ? 0x20 : 0) | (cutterError || overheated ? 0x40 : 0);
    if (kind === 3) return 0x12 | (cutterError ? 0x08 : 0) | (overheated ? 0x40 : 0);
    return 0x12 | (low || out ? 0x0c : 0) | (out ? 0x60 : 0);
  }

  function tellChange(): void {
    const bytes = [
      0x10 | (offline() ? 0x08 : 0) | (coverOpen ? 0x20 : 0),
      (cutterError ? 0x08 : 0) | (overheated ? 0x40 : 0),
      (low || out ? 0x03 : 0) | (out ? 0x0c : 0),
      0,
    ];
    if (!tellsChanges || told === bytes.join()) return;
    told = bytes.join();
    say(bytes);
  }

  function changed(): void {
    tellChange();
    work();
  }

  /**
   * Real-time commands are obeyed wherever they stand in the stream, also in the middle of data. True when one cleared
   * the buffers.
   */
  function watchRealtime(byte: number): boolean {
    if (byte !== 0x10 && realtime.length === 0) return false;
    realtime = byte === 0x10 ? [byte] : [...realtime, byte];
    const [, code, n] = realtime;
    if (n === undefined) return false;
    if (code === 0x14 && CLEAR.startsWith(realtime.join()) && realtime.join() !== CLEAR) return false;
    const clears = (code === 0x05 && n === 2) || realtime.join() === CLEAR;
    realtime = [];
    if (code === 0x04 && n >= 1 && n <= 4) say([status(n)]);
    if (!clears) return false;
    line = [];
    cutterError = false;
    if (code === 0x14) say([0x37, 0x25, 0x00]);
    return true;
  }

  function work(): void {
    while (!offline()) {
      const read = readCommand(buffer, chinese);
      if (read === null) break;
      buffer = buffer.subarray(read.length);
      outAfter -= read.length;
      obey(read.command);
      if (outAfter <= 0) {
        outAfter = Number.POSITIVE_INFINITY;
        out = true;
        tellChange();
      }
    }
    if (buffer.length < RECEIVE_BUFFER_BYTES) onRoom();
  }

  function endLine(): void {
    items.push({ type: 'line', characters: line, align });
    line = [];
  }

  function endSlip(): void {
    if (items.length > 0) {
      const lines = textOf(items);
      slips = [...slips, { items: [...items, { type: 'cut' as const }], lines }].slice(-MOST_SLIPS);
    }
    items = [];
  }

  function obey(command: Command): void {
    switch (command.type) {
      case 'character': {
        const room = dots / 12 - line.reduce((sum, c) => sum + c.columns * c.width, 0);
        if (command.columns * size.width > room) {
          overflows++;
          endLine();
        }
        line.push({ text: command.text, columns: command.columns, ...size, bold });
        return;
      }
      case 'lineFeed':
        endLine();
        return;
      case 'feed':
        if (line.length > 0) endLine();
        if (command.lines >= TEAR_LINES) endSlip();
        return;
      case 'initialise':
        [chinese, align, bold, size, tellsChanges, told] = [
          false,
          'left',
          false,
          { width: 1, height: 1 },
          false,
          '',
        ];
        line = [];
        return;
      case 'chinese':
        chinese = command.on;
        return;
      case 'align':
        align = command.align;
        return;
      case 'bold':
        bold = command.on;
        return;
      case 'size':
        size = { width: command.width, height: command.height };
        return;
      case 'raster':
        if (command.width > dots) overflows++;
        items.push({ ...command, align });
        return;
      case 'qrModule':
        qr = { ...qr, moduleDots: command.dots };
        return;
      case 'qrLevel':
        qr = { ...qr, level: command.level };
        return;
      case 'qrStore':
        qr = { ...qr, text: new TextDecoder().decode(command.bytes) };
        return;
      case 'qrPrint':
        items.push({ type: 'qr', ...qr, align });
        return;
      case 'cut':
        if (cutterJam) {
          cutterError = true;
          tellChange();
        } else endSlip();
        return;
      case 'tellChanges':
        tellsChanges = command.on;
        told = '';
        tellChange();
        return;
      case 'askInOrder':
        if (options.tellsEnd ?? true) say([low ? 0x03 : 0x00]);
        return;
      case 'askIdentity': {
        const text = IDENTITY[command.what];
        if (text !== undefined) say([0x5f, ...new TextEncoder().encode(text), 0x00]);
        return;
      }
      case 'unknown':
        unknown = [...unknown, command.hex].slice(-MOST_SLIPS);
        return;
      case 'nothing':
    }
  }

  function receive(bytes: Uint8Array): void {
    let from = 0;
    for (const [at, byte] of bytes.entries())
      if (watchRealtime(byte)) {
        buffer = new Uint8Array();
        from = at + 1;
      }
    const joined = new Uint8Array(buffer.length + bytes.length - from);
    joined.set(buffer);
    joined.set(bytes.subarray(from), buffer.length);
    buffer = joined;
    work();
  }

  function connect(say: (bytes: Uint8Array) => void, room: () => void): () => void {
    answer = say;
    onRoom = room;
    return () => {
      if (answer === say) answer = null;
    };
  }

  return {
    receive,
    connect,
    isFull: () => buffer.length >= RECEIVE_BUFFER_BYTES,
    attach(channel) {
      const disconnect = connect(
        (bytes) => void channel.write(bytes),
        () => {},
      );
      channel.onData(receive);
      channel.onClose(disconnect);
    },
    setPaperLow(on) {
      low = on;
      changed();
    },
    endPaper(afterBytes = 0) {
      if (afterBytes > 0) outAfter = afterBytes;
      else out = true;
      changed();
    },
    loadPaper() {
      [out, low, outAfter, items] = [false, false, Number.POSITIVE_INFINITY, []];
      changed();
    },
    setCoverOpen(on) {
      coverOpen = on;
      changed();
    },
    setCutterJam(on) {
      cutterJam = on;
      if (!on) cutterError = false;
      changed();
    },
    setOverheated(on) {
      overheated = on;
      changed();
    },
    setMute(on) {
      mute = on;
    },
    garble(answers) {
      garbled = answers;
    },
    slips: () => slips,
    texts: () => slips.map((slip) => slip.lines),
    printed: () => Promise.all(slips.map((slip) => drawPaper(slip.items, dots))),
    unfinished: () => textOf(items),
    unknown: () => unknown,
    overflows: () => overflows,
    clear() {
      [slips, unknown, overflows] = [[], [], 0];
    },
  };
}
