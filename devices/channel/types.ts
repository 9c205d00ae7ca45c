import type { Result } from '../../contracts/result.ts';

/** Why a channel cannot be opened, or ended. */
export type ChannelCode =
  /** Nothing answers to the declared port. */
  | 'device.missing'
  /** Another program holds the port, or the rights are missing. */
  | 'device.portBusy'
  /** It was there and is gone. */
  | 'device.unplugged'
  /** The other side does not take bytes in time. */
  | 'device.timeout';

/**
 * A two-way stream of bytes to one device: serial, HID, TCP, character device or PTY.
 * On HID every chunk is one whole report, report id first, in both directions.
 */
export interface ByteChannel {
  /** The port as it was found, such as `/dev/ttyUSB0`. */
  readonly port: string;
  /** What the bus says of the device; null where it says nothing. */
  readonly usb: { vendor: string | null; product: string | null; serialNumber: string | null } | null;
  /** Resolves when the bytes have left; one write at a time is the caller's duty. Never rejects. */
  write(bytes: Uint8Array): Promise<Result<null, { code: ChannelCode; detail?: string }>>;
  /** Chunks as they come; a chunk is the listener's to keep. */
  onData(listener: (chunk: Uint8Array) => void): () => void;
  /** Called once, at once when the channel is closed already. null = closed by `close`. */
  onClose(listener: (code: ChannelCode | null) => void): () => void;
  /** Idempotent. */
  close(): Promise<void>;
  /** HID only: feature reports, report id first. */
  readonly feature?: {
    send(report: Uint8Array): Promise<Result<null, { code: ChannelCode; detail?: string }>>;
    get(
      reportId: number,
      length: number,
    ): Promise<Result<Uint8Array, { code: ChannelCode; detail?: string }>>;
  };
}

/** Opens the channel of one declared port; tried again by `keepOpen` until the device is there. Never rejects. */
export type OpenChannel = () => Promise<Result<ByteChannel, { code: ChannelCode; detail?: string }>>;

/** A channel that comes back: opens, watches, opens again after the device was unplugged (within 2 s of its return). */
export interface Line {
  /** The open channel, or null while the device is missing. */
  channel(): ByteChannel | null;
  /** Why there is none; null while it is open or not tried yet. */
  code(): ChannelCode | null;
  /** Called with each change of `channel()` or `code()`. */
  onChange(listener: () => void): () => void;
  /** Drop the channel and open it anew (a driver that lost step). */
  reopen(): void;
  stop(): Promise<void>;
}
