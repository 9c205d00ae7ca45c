import type { DeviceClass, DeviceDeclaration } from '../../contracts/devices.ts';
import type { Recorder } from '../../devices/channel/recorder.ts';
import type {
  CodeScanner,
  Device,
  DeviceContext,
  DocumentPrinter,
  DocumentScanner,
  IdCardReader,
  ReceiptPrinter,
} from '../../devices/device.ts';

/** The driver of each class. The screens open a camera themselves: what the service has of it is its state. */
export interface DriverOf {
  idCardReader: IdCardReader;
  codeScanner: CodeScanner;
  documentScanner: DocumentScanner;
  camera: Device;
  receiptPrinter: ReceiptPrinter;
  documentPrinter: DocumentPrinter;
}
export type AnyDriver = DriverOf[DeviceClass];

/** A declared device at work. */
export interface OpenedDevice {
  driver: AnyDriver;
  /** Absent where there is no line of bytes. */
  recorder?: Pick<Recorder, 'start' | 'stop' | 'recording' | 'onChange'>;
}

/** Makes the driver of a declaration. Rejects only by a bug. The driver stops its own line. */
export type OpenDevice = (declaration: DeviceDeclaration, context: DeviceContext) => Promise<OpenedDevice>;
