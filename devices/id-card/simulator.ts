import type { Timers } from '../../contracts/clock.ts';
import type { ByteChannel } from '../channel/types.ts';
import { type CardFixture, cardFixture } from './fixtures.ts';

export { CARD_FIXTURES, type CardFixture, cardFixture } from './fixtures.ts';

/** What may happen to one answer on the wire. */
export type Garble =
  /** One bit. */
  | 'flip'
  /** The same bit of two bytes: the checksum does not see it. */
  | 'flipPair'
  | 'dropByte'
  | 'insertByte'
  /** Its second half does not come. */
  | 'truncate'
  | 'duplicate'
  /** Noise goes before it. */
  | 'noise'
  /** 64 KiB of noise come in its place. */
  | 'endless'
  /** LEN claims 65,535 bytes. */
  | 'hugeLength';

/** Commands by their two bytes. */
export type SimulatedCommand =
  | 'status'
  | 'reset'
  | 'samId'
  | 'find'
  | 'select'
  | 'read'
  | 'readFp'
  | 'address';

/** What tests, the developer's panel and Playwright do to a simulated reader. */
export interface IdCardHandle {
  /** Lays a card on the reader, in place of one that lies there. */
  insert(card: CardFixture | string): void;
  remove(): void;
  /** The next command, or the next of this kind, fails with this SW3. */
  failNext(sw3: number, command?: SimulatedCommand): void;
  /** What happens to the next answer to this command. */
  garble(how: Garble, command?: SimulatedCommand): void;
  /** While on, the reader answers nothing. */
  silence(on: boolean): void;
  /** The last thousand commands that came. */
  asked(): readonly SimulatedCommand[];
  unplug(): Promise<void>;
}

export interface IdCardSimulator {
  /** Speaks over the device's end of a channel (memory, PTY, TCP); again after each plug. */
  attach(device: Pick<ByteChannel, 'write' | 'onData' | 'onClose' | 'close'>): void;
  handle: IdCardHandle;
}

export interface IdCardSimulatorOptions {
  /** The 16 bytes of the SAM id; an invented one when absent. */
  samId?: Uint8Array;
  /** How long the reader takes over a command before it answers, ms; needs `timers`. */
  answerMs?: (command: SimulatedCommand) => number;
  timers?: Timers;
  /** "find" finds a selected card too. */
  refinds?: boolean;
  /** The field drops so long after a command, ms, and a selected card is no longer so; needs `timers`. */
  dropsFieldMs?: number;
  /** 0 ≤ x < 1, for damage. */
  random?: () => number;
}

const HEAD = [0xaa, 0xaa, 0xaa, 0x96, 0x69];
const COMMANDS: Readonly<Record<string, SimulatedCommand>> = {
  '11ff': 'status',
  '10ff': 'reset',
  '12ff': 'samId',
  '2001': 'find',
  '2002': 'select',
  '3001': 'read',
  '3010': 'readFp',
  '3003': 'address',
};
const SAM_ID = Uint8Array.from([5, 0, 1, 0, 0x05, 0x25, 0x35, 1, 0x39, 0x30, 0, 0, 0x32, 0x09, 1, 0]);
const ENDLESS_BYTES = 65_536;
const MOST_REQUEST_BYTES = 64;
const KEPT_COMMANDS = 1_000;

/**
 * A card reader from the outside of its wire, written against the protocol's byte tables and none of the driver's code.
 * A card is type B of ISO 14443: IDLE when it is laid down, READY when found, ACTIVE when selected; an ACTIVE card answers
 * no "find" (SW3 80), and answers reads until it is lifted.
 */
export function createIdCardSimulator(options: IdCardSimulatorOptions = {}): IdCardSimulator {
  const random = options.random ?? Math.random;
  let device: Parameters<IdCardSimulator['attach']>[0] | null = null;
  let card: { fixture: CardFixture; state: 'idle' | 'ready' | 'active' } | null = null;
  let failure: { sw3: number; command: SimulatedCommand | undefined } | null = null;
  let garble: { how: Garble; command: SimulatedCommand } | null = null;
  let silent = false;
  let cancelDrop: () => void = () => {};
  let input: number[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  let asked: SimulatedCommand[] = [];

  function receive(chunk: Uint8Array): void {
    input.push(...chunk);
    for (;;) {
      const start = input.findIndex((_, at) => HEAD.every((byte, n) => input[at + n] === byte));
      if (start < 0) {
        input = input.slice(-MOST_REQUEST_BYTES);
        return;
      }
      const length = ((input[start + 5] ?? 0) << 8) | (input[start + 6] ?? 0);
      const end = start + 7 + length;
      if (length > MOST_REQUEST_BYTES) {
        input = input.slice(start + 7);
        send(frame(0x11));
        continue;
      }
      if (input.length < start + 7 || input.length < end) return;
      const body = input.slice(start + 5, end);
      input = input.slice(end);
      obey(body);
    }
  }

  /** `body`: LEN, CMD, PARA, XOR. */
  function obey(body: number[]): void {
    const key = body.slice(2, 4).map((byte) => byte.toString(16).padStart(2, '0'));
    const command = COMMANDS[key.join('')];
    if (body.reduce((xor, byte) => xor ^ byte, 0) !== 0) send(frame(0x10));
    else if (command === undefined || body.length !== 5) send(frame(0x21));
    else {
      asked = [...asked.slice(-KEPT_COMMANDS), command];
      cancelDrop();
      const { dropsFieldMs, timers } = options;
      if (dropsFieldMs !== undefined && timers !== undefined)
        cancelDrop = timers.after(dropsFieldMs, dropField);
      const ms = options.answerMs?.(command) ?? 0;
      if (ms > 0 && options.timers !== undefined) options.timers.after(ms, () => answer(command));
      else answer(command);
    }
  }

  function dropField(): void {
    if (card !== null) card.state = 'idle';
  }

  function failing(command: SimulatedCommand): number[] | null {
    if (failure === null || (failure.command ?? command) !== command) return null;
    const { sw3 } = failure;
    failure = null;
    return frame(sw3);
  }

  function reply(command: SimulatedCommand): number[] {
    switch (command) {
      case 'status':
        return frame(0x90);
      case 'reset':
        dropField();
        return frame(0x90);
      case 'samId':
        return frame(0x90, options.samId ?? SAM_ID);
      case 'find':
        if (card === null || (card.state === 'active' && options.refinds !== true)) return frame(0x80);
        card.state = 'ready';
        return frame(0x9f, [0, 0, 0, 0]);
      case 'select':
        if (card?.state !== 'ready') return frame(0x81);
        card.state = 'active';
        return frame(0x90, [0, 0, 0, 0, 0, 0, 0, 0]);
      case 'address': {
        if (card?.state !== 'active') return frame(0x41);
        const { newestAddress } = card.fixture;
        return newestAddress === null
          ? frame(0x91)
          : frame(0x90, Buffer.from(newestAddress.padEnd(35), 'utf16le'));
      }
      case 'read':
      case 'readFp': {
        if (card?.state !== 'active') return frame(0x41);
        const { text, photo, fingerprint } = card.fixture;
        if (command === 'read') return frame(0x90, [1, 0, 4, 0, ...text, ...photo]);
        const print = fingerprint ?? [];
        return frame(0x90, [1, 0, 4, 0, print.length >> 8, print.length & 0xff, ...text, ...photo, ...print]);
      }
    }
  }

  function answer(command: SimulatedCommand): void {
    const bytes = failing(command) ?? reply(command);
    if (garble?.command !== command) {
      send(bytes);
      return;
    }
    const { how } = garble;
    garble = null;
    send(damaged(bytes, how, random));
  }

  function send(bytes: number[]): void {
    if (silent) return;
    const to = device;
    writing = writing.then(() => to?.write(Uint8Array.from(bytes)));
  }

  return {
    attach(channel) {
      device = channel;
      input = [];
      writing = Promise.resolve();
      dropField();
      channel.onData(receive);
      channel.onClose(() => {
        if (device === channel) device = null;
      });
    },
    handle: {
      insert(laid) {
        card = { fixture: typeof laid === 'string' ? cardFixture(laid) : laid, state: 'idle' };
      },
      remove() {
        card = null;
      },
      failNext(sw3, command) {
        failure = { sw3, command };
      },
      garble(how, command = 'read') {
        garble = { how, command };
      },
      silence(on) {
        silent = on;
      },
      asked: () => asked,
      async unplug() {
        await device?.close();
      },
    },
  };
}

function frame(sw3: number, data: ArrayLike<number> = []): number[] {
  const length = data.length + 4;
  const body = [length >> 8, length & 0xff, 0x00, 0x00, sw3, ...Array.from(data)];
  return [...HEAD, ...body, body.reduce((xor, byte) => xor ^ byte, 0)];
}

function damaged(bytes: number[], how: Garble, random: () => number): number[] {
  const below = (n: number) => Math.floor(random() * n);
  const noise = (length: number) => Array.from({ length }, () => below(256));
  const at = below(bytes.length);
  switch (how) {
    case 'flip':
      return bytes.with(at, (bytes[at] ?? 0) ^ (1 << below(8)));
    case 'flipPair': {
      const bit = 1 << below(8);
      const [one, other] = [
        HEAD.length + below(bytes.length - HEAD.length),
        HEAD.length + below(bytes.length - HEAD.length),
      ];
      const once = bytes.with(one, (bytes[one] ?? 0) ^ bit);
      return once.with(other, (once[other] ?? 0) ^ bit);
    }
    case 'dropByte':
      return bytes.toSpliced(at, 1);
    case 'insertByte':
      return bytes.toSpliced(at, 0, below(256));
    case 'truncate':
      return bytes.slice(0, bytes.length >> 1);
    case 'duplicate':
      return [...bytes, ...bytes];
    case 'noise':
      return [...noise(1 + below(200)), ...bytes];
    case 'endless':
      return noise(ENDLESS_BYTES);
    case 'hugeLength':
      return bytes.with(HEAD.length, 0xff).with(HEAD.length + 1, 0xff);
  }
}
