import type { DeviceIdentity } from '../../contracts/devices.ts';
import type { Result } from '../../contracts/result.ts';
import type { ScanCapabilities, ScanJob } from '../../contracts/scan.ts';
import type { ScannedPage } from '../device.ts';

/** How a scanner is, as far as it tells; asked for while no job is under way. */
export interface Look {
  /** Without its port, which the declaration tells. */
  identity: Partial<DeviceIdentity>;
  capabilities: ScanCapabilities;
  /** A code of `errors.ts` that keeps it from scanning, or null. An empty feeder is no fault. */
  fault: string | null;
  /** A code of `errors.ts` that staff should know of, or null. */
  warning: string | null;
  /** Its own words, for technicians. */
  detail: string;
}

/** Pages as they come; the last one may be a failure. */
export type Pages = AsyncGenerator<Result<ScannedPage>, void>;

/** One scanner, whichever way it is reached. Never rejects, always answers in bounded time. */
export interface ScannerClient {
  /** `signal` breaks it off. */
  look(signal: AbortSignal): Promise<Result<Look>>;
  /**
   * Pages as they come, one in memory at a time; the next is fetched when it is asked for. Ends after the last page or
   * after the first failure. `signal` ends the job at the scanner too, at once, even while nobody asks for pages.
   */
  scan(job: ScanJob, signal: AbortSignal): Pages;
  /** Resolves when nothing of an ended job is left at the scanner or on disk. */
  idle(): Promise<void>;
}
