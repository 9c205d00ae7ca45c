import { SSI_SYMBOLOGY } from './aim.ts';
import { createJoiner } from './join.ts';
import { type Decoder, type Heard, isSame, latin1, stripSuffix } from './protocol.ts';

/**
 * Zebra Simple Serial Interface (SSI), packets both ways: length of the rest without checksum (itself counted), opcode,
 * source (0 scanner, 4 host), status, data, checksum (16-bit two's complement of the sum, big-endian).
 */
export const OPCODE = {
  ack: 0xd0,
  nak: 0xd1,
  decodeData: 0xf3,
  event: 0xf6,
  startSession: 0xe4,
  stopSession: 0xe5,
  setParameters: 0xc6,
  askRevision: 0xa3,
  revision: 0xa4,
} as const;

const FROM_SCANNER = 0x00;
const FROM_HOST = 0x04;
export const HEADER = 4;
const CHECKSUM = 2;
/** Status bits: the packet was sent before · the code goes on in the next packet. */
const RETRANSMIT = 0x01;
const CONTINUED = 0x02;
/** Cause of a NAK: send it again. */
const RESEND = 0x01;

const KNOWN: readonly number[] = [OPCODE.ack, OPCODE.nak, OPCODE.decodeData, OPCODE.event, OPCODE.revision];

/** Silence in the midst of a packet: the rest is lost. Bytes of one packet come without a pause. */
export const PACKET_GAP_MS = 60;
/** Longest wait for the next packet of a code: the scanner itself waits 2 s for an answer and sends up to three times. */
export const PART_GAP_MS = 3_000;

export function checksum(bytes: Uint8Array): number {
  return -bytes.reduce((sum, byte) => sum + byte, 0) & 0xffff;
}

export function hostPacket(opcode: number, data: readonly number[] = []): Uint8Array {
  const body = Uint8Array.of(HEADER + data.length, opcode, FROM_HOST, 0, ...data);
  const sum = checksum(body);
  return Uint8Array.of(...body, sum >> 8, sum & 0xff);
}

export const ACK = hostPacket(OPCODE.ack);
export const NAK_RESEND = hostPacket(OPCODE.nak, [RESEND]);

/**
 * `decodeData` in packets, by the host's trigger alone, without a beep for the change. Parameter numbers 0xEE and 0x8A,
 * value 8 and beep code 0xFF as in public host programs for SSI. [assumed] for a given model.
 */
export const SETUP = hostPacket(OPCODE.setParameters, [0xff, 0xee, 0x01, 0x8a, 0x08]);

export function createSsiDecoder(): Decoder {
  const joiner = createJoiner();
  let pending: Uint8Array = new Uint8Array();
  let lastAccepted: Uint8Array | null = null;
  /** We have asked for a packet to be sent again, and it has not come yet. */
  let askedAgain = false;
  /** Bytes that begin no packet were passed over. */
  let skipped = false;

  function again(): Heard[] {
    askedAgain = true;
    return [
      { type: 'lost', code: 'device.garbled' },
      { type: 'reply', bytes: NAK_RESEND },
    ];
  }

  function onDecodeData(status: number, data: Uint8Array): Heard[] {
    const reply: Heard = { type: 'reply', bytes: ACK };
    const isResent = (status & RETRANSMIT) !== 0;
    const more = (status & CONTINUED) !== 0;
    const isSameAgain = isResent && lastAccepted !== null && isSame(data, lastAccepted);
    const isDoubtful = isSameAgain && askedAgain && joiner.isWaiting();
    askedAgain = false;
    lastAccepted = data;
    if (isDoubtful || data.length === 0) {
      // Either our ACK got lost, or the next part is just like this one: nobody can tell, so the code is refused.
      if (more) joiner.spoil();
      else joiner.giveUp();
      return [reply, { type: 'lost', code: 'device.garbled' }];
    }
    if (isSameAgain) return [reply];
    const { lost, whole } = joiner.add({ kind: String(data[0]), data: data.subarray(1), more });
    const heard: Heard[] = lost === null ? [reply] : [reply, { type: 'lost', code: lost }];
    const bytes = whole === null ? new Uint8Array() : Uint8Array.from(stripSuffix(whole));
    if (bytes.length === 0) return heard;
    return [...heard, { type: 'code', bytes, aim: SSI_SYMBOLOGY.get(data[0] ?? 0) ?? null }];
  }

  function onPacket(body: Uint8Array): Heard[] {
    const data = body.slice(HEADER);
    switch (body[1]) {
      case OPCODE.decodeData:
        return onDecodeData(body[3] ?? 0, data);
      case OPCODE.ack:
        return [{ type: 'answer', accepted: true, text: null }];
      case OPCODE.nak:
        return [{ type: 'answer', accepted: false, text: null }];
      case OPCODE.revision:
        return [{ type: 'answer', accepted: true, text: latin1(data) }];
      default:
        return [{ type: 'reply', bytes: ACK }];
    }
  }

  /** Reads the packets that are whole; bytes that cannot begin one are passed over. */
  function read(): Heard[] {
    const heard: Heard[] = [];
    let at = 0;
    while (at < pending.length) {
      if (!canBegin(pending.subarray(at, at + HEADER))) {
        skipped = true;
        at += 1;
        continue;
      }
      const length = pending[at] ?? 0;
      const end = at + length + CHECKSUM;
      if (end > pending.length) break;
      const body = pending.slice(at, at + length);
      const isRight = checksum(body) === (((pending[end - 2] ?? 0) << 8) | (pending[end - 1] ?? 0));
      if (isRight) skipped = false;
      heard.push(...(isRight ? onPacket(body) : again()));
      at = end;
    }
    pending = pending.slice(at);
    return heard;
  }

  return {
    push(chunk) {
      pending = Buffer.concat([pending, chunk]);
      return read();
    },
    silenceMs() {
      if (pending.length > 0 || skipped) return PACKET_GAP_MS;
      return joiner.isWaiting() ? PART_GAP_MS : null;
    },
    silence() {
      if (pending.length === 0 && !skipped)
        return joiner.giveUp() ? [{ type: 'lost', code: 'code.incomplete' }] : [];
      pending = new Uint8Array();
      skipped = false;
      // One request is enough: a second one would bring the packet twice.
      return askedAgain ? [{ type: 'lost', code: 'device.garbled' }] : again();
    },
  };
}

/** Whether these first bytes can be those of a packet, as far as they are there. */
export const canBegin = ([length, opcode, source]: Uint8Array): boolean =>
  (length === undefined || length >= HEADER) &&
  (opcode === undefined || KNOWN.includes(opcode)) &&
  (source === undefined || source === FROM_SCANNER);
