import type { Timers } from '../../../contracts/clock.ts';
import { cut, type Garble, garbled, type ScannerModel } from './model.ts';

const QR = 0x1c;
/** An answer that does not come in this time makes the scanner send again, three times in all. */
const ANSWER_MS = 2_000;
const TRIES = 3;
const LONGEST_PART = 250;
const REVISION = 'SIM-001 0 0 0';

/** Zebra SSI scanner: packets with checksum; each part of a code waits for the terminal's ACK or NAK. */
export function ssiScanner(send: (bytes: Uint8Array) => void, timers: Timers): ScannerModel {
  let heard: number[] = [];
  let lit = false;
  let parts: Uint8Array[] = [];
  let tries = 0;
  let garble: Garble | null = null;
  let cancel: (() => void) | null = null;

  function packet(opcode: number, status: number, data: Iterable<number>): Uint8Array {
    const body = [0, opcode, 0x00, status, ...data];
    body[0] = body.length;
    let sum = 0;
    for (const byte of body) sum = (sum + byte) % 0x1_0000;
    const check = (0x1_0000 - sum) % 0x1_0000;
    return Uint8Array.from([...body, Math.floor(check / 256), check % 256]);
  }

  function sendPart(): void {
    cancel?.();
    cancel = null;
    const part = parts[0];
    if (part === undefined || tries >= TRIES) {
      parts = [];
      return;
    }
    const status = (tries > 0 ? 0x01 : 0) | (parts.length > 1 ? 0x02 : 0);
    send(garbled(packet(0xf3, status, [QR, ...part]), garble));
    garble = null;
    tries += 1;
    cancel = timers.after(ANSWER_MS, sendPart);
  }

  function onPacket(body: readonly number[]): void {
    const opcode = body[1];
    if (opcode === 0xd0 && parts.length > 0) {
      parts = parts.slice(1);
      tries = 0;
      sendPart();
    } else if (opcode === 0xd1) {
      sendPart();
    } else if (opcode === 0xe4 || opcode === 0xe5 || opcode === 0xc6) {
      if (opcode !== 0xc6) lit = opcode === 0xe4;
      send(packet(0xd0, 0, []));
    } else if (opcode === 0xa3) {
      send(packet(0xa4, 0, Buffer.from(REVISION)));
    }
  }

  return {
    receive(bytes) {
      heard.push(...bytes);
      while (heard.length > 0) {
        const length = heard[0] ?? 0;
        if (length < 4) heard = heard.slice(1);
        else if (heard.length < length + 2) return;
        else {
          const body = heard.slice(0, length);
          heard = heard.slice(length + 2);
          onPacket(body);
        }
      }
    },
    feature: () => false,
    scan(code, { packets = 1 }, how) {
      lit = false;
      parts = cut(code, packets, LONGEST_PART);
      tries = 0;
      garble = how;
      sendPart();
    },
    isLit: () => lit,
    restart() {
      cancel?.();
      heard = [];
      parts = [];
      lit = false;
    },
  };
}
