import { endsWith, garbled, type ScannerModel } from './model.ts';

const COMMANDS = {
  serialHoneywell: { on: [0x16, 0x54, 0x0d], off: [0x16, 0x55, 0x0d], answer: null },
  serialGm65: {
    on: [0x7e, 0x00, 0x08, 0x01, 0x00, 0x02, 0x01, 0xab, 0xcd],
    off: [0x7e, 0x00, 0x08, 0x01, 0x00, 0x02, 0x00, 0xab, 0xcd],
    answer: Uint8Array.of(0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31),
  },
} as const;
const ASK_REVISION = [...Buffer.from('\x16M\rREVINF.')];
const REVISION = Buffer.from(
  'Product Name: Simulated 1900\r\nSoftware Revision: $Project: 16345 \r\nSerial Number: SIM0001\r\nREVINF\x06.',
);
const LONGEST_COMMAND = 16;

/** Serial scanner that sends the code's bytes and a suffix. */
export function lineScanner(
  family: 'serialHoneywell' | 'serialGm65',
  send: (bytes: Uint8Array) => void,
): ScannerModel {
  const { on, off, answer } = COMMANDS[family];
  let heard: number[] = [];
  let lit = false;

  return {
    receive(bytes) {
      for (const byte of bytes) {
        heard = [...heard, byte].slice(-LONGEST_COMMAND);
        const isTrigger = endsWith(heard, on) || endsWith(heard, off);
        if (isTrigger) lit = endsWith(heard, on);
        if (isTrigger && answer !== null) send(answer);
        if (family === 'serialHoneywell' && endsWith(heard, ASK_REVISION)) send(Uint8Array.from(REVISION));
      }
    },
    feature: () => false,
    scan(code, { suffix = '\r' }, garble) {
      lit = false;
      send(garbled(Uint8Array.of(...code, ...Buffer.from(suffix)), garble));
    },
    isLit: () => lit,
    restart() {
      heard = [];
      lit = false;
    },
  };
}
