import type { Timers } from '../../contracts/clock.ts';
import { fail, ok } from '../../contracts/result.ts';
import { createCore } from './core.ts';
import { type Anonymise, fromHex, type Recording, type RecordingEntry, toHex } from './recording.ts';
import type { ByteChannel, OpenChannel } from './types.ts';

export interface Replayer {
  /** Each call plays the next opening of the recording; `device.missing` when there is none, or one is open. */
  readonly open: OpenChannel;
  /** Where the driver did not do what it did then; null while all is well. The channel ended there. */
  problem(): string | null;
  /** Every opening was played to its end. */
  done(): boolean;
}

export interface ReplayOptions {
  timers: Timers;
  /** The one that the recording was made with, when it changes what the driver writes. */
  anonymise?: Anonymise;
}

/**
 * Offers a recorded session as a port. What the driver writes must be the recorded bytes, however they are cut into
 * writes; what the device said comes as long after the entry before it as it did then, and never before the writes
 * that it followed. After the last entry the device is silent.
 */
export function replay(recording: Recording, options: ReplayOptions): Replayer {
  const sessions = sessionsOf(recording.entries);
  const players: Player[] = [];
  let isOpen = false;
  let problem: string | null = null;
  return {
    async open() {
      const entries = sessions[players.length];
      if (entries === undefined || isOpen || problem !== null) return fail('device.missing');
      const player = play(entries, options, (text) => {
        problem = `opening ${players.length}: ${text}`;
      });
      players.push(player);
      isOpen = true;
      player.channel.onClose(() => {
        isOpen = false;
      });
      return ok(player.channel);
    },
    problem: () => problem,
    done: () => problem === null && players.length === sessions.length && players.every((p) => p.done()),
  };
}

/** The entries of each opening, the opening first. */
function sessionsOf(entries: RecordingEntry[]): RecordingEntry[][] {
  const sessions: RecordingEntry[][] = [];
  for (const entry of entries) {
    if (entry.type === 'open') sessions.push([]);
    sessions.at(-1)?.push(entry);
  }
  return sessions;
}

interface Player {
  channel: ByteChannel;
  done(): boolean;
}

function play(
  entries: RecordingEntry[],
  { timers, anonymise }: ReplayOptions,
  onProblem: (text: string) => void,
): Player {
  const core = createCore();
  const clean = anonymise?.('out');
  const expected = Buffer.concat(entries.filter((entry) => entry.type === 'out').map((e) => fromHex(e.hex)));
  const features = entries.filter((entry) => entry.type === 'set' || entry.type === 'get');
  let written = 0;
  let asked = 0;
  /** The entry that is due, and what the driver must have done before it. */
  let at = 0;
  let due = { bytes: 0, features: 0 };
  let lastT = entries[0]?.t ?? 0;
  let isWaiting = false;

  function pass(entry: RecordingEntry): void {
    lastT = entry.t;
    at++;
  }

  /** Goes on until it must wait for the driver, or for time to pass. */
  function advance(): void {
    for (let entry = entries[at]; entry !== undefined && !isWaiting && !core.ended(); entry = entries[at]) {
      if (isOfDevice(entry)) {
        waitFor(entry);
        return;
      }
      const next = {
        bytes: due.bytes + (entry.type === 'out' ? entry.hex.length / 2 : 0),
        features: due.features + (entry.type === 'set' || entry.type === 'get' ? 1 : 0),
      };
      if (written < next.bytes || asked < next.features) return;
      due = next;
      pass(entry);
    }
  }

  function waitFor(entry: OfDevice): void {
    isWaiting = true;
    const cancel = timers.after(Math.max(0, entry.t - lastT), () => {
      isWaiting = false;
      stopWatching();
      pass(entry);
      if (entry.type === 'in') core.data(fromHex(entry.hex));
      else core.end(entry.code);
      advance();
    });
    const stopWatching = core.onClose(cancel);
  }

  function differs(text: string): ReturnType<typeof core.gone> {
    onProblem(text);
    core.end('device.unplugged');
    return core.gone();
  }

  /** The feature report that the recording has next, when it is of this kind. */
  function nextFeature(type: 'set' | 'get'): Feature | null {
    const entry = features[asked];
    if (entry?.type !== type) return null;
    asked++;
    return entry;
  }

  advance();
  return {
    done: () => at === entries.length,
    channel: {
      port: entries[0]?.type === 'open' ? entries[0].port : 'replay',
      usb: null,
      async write(bytes) {
        if (core.ended()) return core.gone();
        if (at === entries.length) return ok(null);
        const sent = clean?.(Uint8Array.from(bytes)) ?? bytes;
        for (const [i, byte] of sent.entries()) {
          const then = expected[written + i];
          if (byte !== then)
            return differs(`byte ${written + i} written was ${shown(byte)}, recorded is ${shown(then)}`);
        }
        written += sent.length;
        advance();
        return ok(null);
      },
      onData: core.onData,
      onClose: core.onClose,
      async close() {
        core.end(null);
      },
      feature: {
        async send(report) {
          if (core.ended()) return core.gone();
          const entry = nextFeature('set');
          if (entry?.hex !== toHex(report)) return differs(`feature report ${asked} was sent otherwise`);
          advance();
          return ok(null);
        },
        async get(reportId) {
          if (core.ended()) return core.gone();
          const entry = nextFeature('get');
          if (entry?.type !== 'get' || entry.reportId !== reportId) {
            return differs(`feature report ${asked} was asked otherwise`);
          }
          advance();
          return ok(fromHex(entry.hex));
        },
      },
    },
  };
}

type OfDevice = Extract<RecordingEntry, { type: 'in' | 'close' }>;
type Feature = Extract<RecordingEntry, { type: 'set' | 'get' }>;

/** What the device did by itself; a closing by the driver is the driver's to do again. */
const isOfDevice = (entry: RecordingEntry): entry is OfDevice =>
  entry.type === 'in' || (entry.type === 'close' && entry.code !== null);

const shown = (byte: number | undefined): string =>
  byte === undefined ? 'nothing' : byte.toString(16).padStart(2, '0');
