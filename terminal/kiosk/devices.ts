import type { DeviceClass, DeviceSummary } from '../../contracts/devices.ts';
import type {
  CodeScanner,
  DocumentPrinter,
  DocumentScanner,
  IdCardReader,
  ReceiptPrinter,
} from '../../devices/device.ts';

/** What the kiosk needs of the device manager: the first device of a class that works now, or null. */
export interface KioskDevices {
  summaries(): readonly DeviceSummary[];
  onChange(listener: () => void): () => void;
  find(wanted: 'idCardReader'): IdCardReader | null;
  find(wanted: 'codeScanner'): CodeScanner | null;
  find(wanted: 'documentScanner'): DocumentScanner | null;
  find(wanted: 'receiptPrinter'): ReceiptPrinter | null;
  /** The first of a class that is connected, well or not: a fault may have been mended since. */
  reach(wanted: 'documentScanner'): DocumentScanner | null;
  reach(wanted: 'receiptPrinter'): ReceiptPrinter | null;
  reach(wanted: 'documentPrinter'): DocumentPrinter | null;
  /** The camera that the screens open: its id and the part of its label that tells it from others. */
  camera(): { deviceId: string; match: string | null } | null;
}

/** Why no device of a class works: its own word, else that there is none. */
export const whyNot = (devices: KioskDevices, wanted: DeviceClass): string =>
  devices.summaries().find((d) => d.class === wanted)?.code ?? 'device.missing';
