import type { Result } from '../../contracts/result.ts';

/** One queue of the system's print service, whichever the system. Answers within a bounded time, never rejects. */
export interface PrintQueue {
  state(): Promise<Result<QueueState>>;
  /** Hands a PDF over; the queue has its own copy then. `title` without personal data: it is in the service's logs. */
  submit(
    pdf: Uint8Array,
    options: { title: string; copies: number; duplex: boolean },
  ): Promise<Result<JobId>>;
  job(id: JobId): Promise<Result<JobState>>;
  /** Cancels the job if it is not over, and wipes its document from the spool. A job that is gone is fine. */
  remove(id: JobId): Promise<Result<null>>;
  /** Jobs of this terminal that the queue still knows: a service that died left them. */
  leftovers(): Promise<Result<readonly JobId[]>>;
}

export type JobId = number;

export interface QueueState {
  /** Paused by a person, or stopped by the service after an error. */
  stopped: boolean;
  accepting: boolean;
  /** A job is being printed: only then the reasons are fresh. */
  printing: boolean;
  /** RFC 8011 §5.4.12 printer-state-reasons, such as `media-empty-error`. */
  reasons: readonly string[];
  identity: {
    vendor: string | null;
    product: string | null;
    serialNumber: string | null;
    firmware: string | null;
  };
}

export type JobState =
  | { type: 'waiting' }
  | { type: 'printing' }
  | { type: 'done' }
  | { type: 'failed'; reasons: readonly string[] }
  | { type: 'cancelled' }
  /** The queue does not know it (any more). */
  | { type: 'gone' };
