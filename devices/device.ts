import type { Clock, Timers } from '../contracts/clock.ts';
import type { DeviceReport, SelfTest } from '../contracts/devices.ts';
import type { IdCard } from '../contracts/id-card.ts';
import type { Result } from '../contracts/result.ts';
import type { ScanCapabilities, ScanJob } from '../contracts/scan.ts';
import type { Slip } from '../contracts/slip.ts';

/** What each driver is given. */
export interface DeviceContext {
  clock: Clock;
  timers: Timers;
  /** Codes, counts and states; never bytes, never a person's data. */
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** What every driver offers, whatever its class. */
export interface Device {
  report(): DeviceReport;
  onChange(listener: () => void): () => void;
  /** Talks to the device and answers within 30 s, also when it is missing. Steps are named in `maintenance.json`. */
  selfTest(): Promise<SelfTest>;
  /** Brings the device to its starting state (reset the SAM, set the report mode, feed and cut). Absent: nothing to do. */
  recalibrate?: () => Promise<Result<null>>;
  /** Prints a page that shows the device's name and that all its kinds of output work. */
  testPage?: () => Promise<Result<null>>;
  /** Rejects nothing: what is pending ends with `device.stopped`. */
  stop(): Promise<void>;
}

export type IdCardEvent =
  /** A card is on the reader and is being read. */
  | { type: 'found' }
  | { type: 'card'; card: IdCard; photo: Uint8Array | null; readMs: number }
  /** `code` of `errors.ts`. The card must be taken away and presented again. */
  | { type: 'refused'; code: string }
  /** The card was taken away. */
  | { type: 'removed' };

export interface IdCardReader extends Device {
  /** Looks for cards until `disarm`; after a card was read it goes on looking, so as to tell its removal. */
  arm(): void;
  disarm(): void;
  onEvent(listener: (event: IdCardEvent) => void): () => void;
}

export interface ScannedCode {
  bytes: Uint8Array;
  /** UTF-8, then GB18030; null when neither fits. An identity QR is opaque: forward it, never log it. */
  text: string | null;
  /** AIM identifier such as `]Q1`; null when the scanner does not say. */
  aim: string | null;
  source: 'hid' | 'serial' | 'wedge';
  /** `Clock.boottimeMs`. */
  at: number;
}

export interface CodeScanner extends Device {
  /** Lights the scanner until a code is read, `disarm`, or `timeoutMs`; what is read while disarmed is dropped. */
  arm(timeoutMs: number): void;
  disarm(): void;
  onCode(listener: (code: ScannedCode) => void): () => void;
  /** `wedge` only: what the screens' keyboard listener has gathered. */
  typed?: (text: string) => void;
}

export interface ScannedPage {
  bytes: Uint8Array;
  type: 'image/jpeg' | 'image/png';
  widthPx: number;
  heightPx: number;
  dpi: number;
}

export type ScanEvent =
  | { type: 'page'; page: ScannedPage }
  /** Pages that came before are whole. `code` of `errors.ts`: paper jam and empty feeder are told apart. */
  | { type: 'fault'; code: string }
  | { type: 'done'; pages: number };

export interface DocumentScanner extends Device {
  capabilities(): Promise<Result<ScanCapabilities>>;
  /** One job at a time. The last event is `fault` or `done`; `signal` cancels the job at the scanner too (`scan.cancelled`). */
  scan(job: ScanJob, signal: AbortSignal): AsyncIterable<ScanEvent>;
}

export interface ReceiptPrinter extends Device {
  /** Resolves when the printer has taken all of it and still says that it is well. */
  print(slip: Slip): Promise<Result<null>>;
}

export interface DocumentPrinter extends Device {
  /** Resolves when the queue says that the job is out; the spool file is gone then. `onProgress`: pages the queue says. */
  print(
    pdf: Uint8Array,
    options: { copies: number; title: string; signal: AbortSignal },
  ): Promise<Result<null>>;
}
