import type { DeviceClass, DeviceDeclaration } from '../../contracts/devices.ts';
import type { FoundPort } from '../../contracts/maintenance.ts';

/** What a device at a port may be. */
export interface Use {
  class: DeviceClass;
  driver: DeviceDeclaration['driver'];
}

/** Drivers by the kind of port that they talk over. */
const USES: Readonly<Record<FoundPort['type'], readonly Use[]>> = {
  serial: [
    { class: 'idCardReader', driver: 'sdt' },
    { class: 'codeScanner', driver: 'serialHoneywell' },
    { class: 'codeScanner', driver: 'serialGm65' },
    { class: 'codeScanner', driver: 'serialSsi' },
    { class: 'receiptPrinter', driver: 'escpos' },
  ],
  hid: [
    { class: 'idCardReader', driver: 'sdt' },
    { class: 'codeScanner', driver: 'hidHoneywell' },
    { class: 'codeScanner', driver: 'hidNewland' },
  ],
  escl: [{ class: 'documentScanner', driver: 'escl' }],
  sane: [{ class: 'documentScanner', driver: 'sane' }],
  queue: [{ class: 'documentPrinter', driver: 'queue' }],
};
export const usesOf = (type: FoundPort['type']): readonly Use[] => USES[type];

/** An id that no device of the terminal has: `idCardReader-1`, `-2` and so on. */
function freeId(use: Use, taken: readonly string[]): string {
  for (let n = 1; ; n += 1) {
    const id = `${use.class}-${n}`;
    if (!taken.includes(id)) return id;
  }
}

/** What goes into `devices` of `terminal.json`, as text. */
export const declarationText = (found: FoundPort, use: Use, taken: readonly string[]): string =>
  JSON.stringify({ id: freeId(use, taken), ...use, port: found.port }, null, 2);
