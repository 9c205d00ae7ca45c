import { cut, garbled, type ScannerModel } from './model.ts';

const ON = [0x16, 0x54, 0x0d];
const OFF = [0x16, 0x55, 0x0d];
const ASK_REVISION = [...Buffer.from('\x16M\rREVINF.')];
const REVISION_TEXT =
  'Product Name: Simulated 1900\r\nSoftware Revision: $Project: 16345 \r\nSerial Number: SIM0001\r\n';
const ZONE_WRITE = [0x7e, 0x00, 0x08, 0x01];
const ACCEPTED = Uint8Array.of(0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31);
const DATA = 56;
const OTHER_SYMBOLOGY = 0x3f;
const QR_SYMBOLOGY = { hidHoneywell: 0x73, hidNewland: 0x21 } as const;

/**
 * HID POS scanner: input report 2 of 64 bytes. Honeywell's is silent until feature report 254 = 01, and takes commands
 * in output report 0xFD; Newland's takes them in 4 and answers by an input report.
 */
export function hidScanner(
  shape: 'hidHoneywell' | 'hidNewland',
  send: (report: Uint8Array) => void,
): ScannerModel {
  const isHoneywell = shape === 'hidHoneywell';
  let isPos = !isHoneywell;
  let lit = false;

  function report(data: Uint8Array, aim: string, symbology: number, more: boolean): Uint8Array {
    const bytes = new Uint8Array(64);
    bytes[0] = 0x02;
    bytes[1] = data.length;
    if (isHoneywell) {
      bytes.set(Buffer.from(aim, 'latin1'), 2);
      bytes.set(data, 5);
      bytes[61] = symbology;
    } else {
      bytes.set(data, 2);
      bytes[62] = symbology;
    }
    bytes[63] = more ? 1 : 0;
    return bytes;
  }
  function reports(code: Uint8Array, aim: string, symbology: number, packets: number): Uint8Array[] {
    const parts = cut(code, packets, DATA);
    return parts.map((part, i) => report(part, aim, symbology, i < parts.length - 1));
  }

  function honeywell(command: readonly number[]): void {
    if (same(command, ON)) lit = true;
    else if (same(command, OFF)) lit = false;
    else if (same(command, ASK_REVISION)) {
      for (const one of reports(Buffer.from(REVISION_TEXT), ']X0', OTHER_SYMBOLOGY, 1)) send(one);
      send(report(Uint8Array.from(Buffer.from('REVINF\x06.')), ']Z6', 0x36, false));
    }
  }
  function newland(command: readonly number[]): void {
    if (!same(command.slice(0, 4), ZONE_WRITE)) return;
    if (command[5] === 0x02) lit = command[6] === 0x01;
    send(report(ACCEPTED, '', 0, false));
  }

  return {
    receive(bytes) {
      if (bytes.length < 2) return;
      const command = [...bytes.subarray(2, 2 + (bytes[1] ?? 0))];
      if (isHoneywell && bytes[0] === 0xfd) honeywell(command);
      if (!isHoneywell && bytes[0] === 0x04) newland(command);
    },
    feature(bytes) {
      if (!isHoneywell || bytes[0] !== 254) return false;
      isPos = bytes[1] === 0x01;
      return true;
    },
    scan(code, { aim = ']Q1', packets = 1 }, garble) {
      lit = false;
      if (!isPos) return;
      reports(code, aim, QR_SYMBOLOGY[shape], packets).forEach((one, i) => {
        if (garble === 'noise' && i === 0) send(Uint8Array.of(0x07, 0xff));
        send(garbled(one, i === 0 && garble !== 'noise' ? garble : null));
      });
    },
    isLit: () => lit,
    restart() {
      lit = false;
      isPos = !isHoneywell;
    },
  };
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
