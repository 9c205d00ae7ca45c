import { fullJitter } from '../../contracts/backoff.ts';
import type { Timers } from '../../contracts/clock.ts';
import type { ErrorCode } from '../../contracts/errors.ts';
import type { HubFailure } from '../hub/http.ts';
import type { BlobProgress } from '../types.ts';
import type { BlobRow } from './rows.ts';
import { createBlobSending, type SendBlobOptions, type Sent } from './send-blob.ts';

export interface BlobSenderOptions extends Omit<SendBlobOptions, 'onAcked'> {
  timers: Timers;
  /** U[0,1). */
  random: () => number;
  onProgress: (p: BlobProgress) => void;
  log: (event: string, data?: Record<string, unknown>) => void;
}
interface Wait {
  attempt: number;
  isDue: boolean;
  cancel: () => void;
}

/** It is the hub or the line, not the blob: nothing else would fare better now. */
const OF_THE_LINE = new Set<ErrorCode>([
  'hub.unreachable',
  'hub.notOurs',
  'busy',
  'rate.limited',
  'auth.required',
  'auth.failed',
  'terminal.unknown',
  'terminal.revoked',
  'terminal.enrolment',
  'blob.quota',
  'blob.noSpace',
  'store.fault',
]);
/** So often in a row without a byte more: others get their turn before it. */
const STUCK_AFTER = 3;

/**
 * The lane of blobs: one at a time, beside that of ratings and behind it, for as long as it takes. In memory are only
 * waits: after a restart everything is tried again from where the hub has it.
 */
export function createBlobSender(o: BlobSenderOptions) {
  const acked = new Map<string, number>();
  const waits = new Map<string, Wait>();
  const sending = createBlobSending({ ...o, onAcked });
  let attempt = 0;
  let stuck = { sha256: '', times: 0 };
  let started = false;
  let stopped = false;
  let again = false;
  /** Acknowledged before the last reconciliation. */
  let toVerify: string[] = [];
  let running: Promise<void> | null = null;
  let cancelWait: (() => void) | null = null;

  function onAcked(blob: BlobRow, bytes: number): void {
    if (bytes > (acked.get(blob.sha256) ?? 0)) {
      attempt = 0;
      stuck.times = 0;
    }
    acked.set(blob.sha256, bytes);
    o.onProgress({ sha256: blob.sha256, acked: bytes, total: blob.size });
  }

  /** Sends now, unless it has not begun, waits out a failure, or is at it. */
  function kick(): void {
    if (!started || stopped || cancelWait !== null) return;
    if (running !== null) {
      again = true;
      return;
    }
    again = false;
    running = run().then(() => {
      running = null;
      if (again) kick();
    });
  }

  async function run(): Promise<void> {
    while (!stopped) {
      const closedMs = o.pace.closedForMs();
      if (closedMs > 0) return wait(closedMs);
      const blob = o.lane.waiting().find((b) => waits.get(b.sha256)?.isDue !== false);
      if (blob === undefined) {
        return verify();
      }
      const sent = await sending.send(blob);
      if (stopped) return;
      if (!settle(blob, sent)) return;
    }
  }

  /** False: the lane waits. */
  function settle(blob: BlobRow, sent: Sent): boolean {
    if (sent.kind === 'closed') return true;
    if (sent.kind === 'failed') return setBack(blob, sent.failure);
    forget(blob.sha256);
    attempt = 0;
    if (sent.kind === 'committed') return true;
    o.log('blob.dead', { blob: name(blob), code: sent.code });
    if (o.lane.refused(blob.sha256, sent.code)) return true;
    return setBack(blob, { code: 'store.fault' });
  }

  function setBack(blob: BlobRow, failure: HubFailure): boolean {
    if (!OF_THE_LINE.has(failure.code)) {
      park(blob, failure);
      return true;
    }
    const times = stuck.sha256 === blob.sha256 ? stuck.times + 1 : 1;
    stuck = { sha256: blob.sha256, times };
    if (times >= STUCK_AFTER) park(blob, failure);
    const ms = Math.max(failure.retryAfterMs ?? 0, fullJitter(attempt, o.random()));
    attempt += 1;
    o.log('blob.wait', { code: failure.code, attempt, ms });
    wait(ms);
    return false;
  }

  /** This one waits by itself; the rest goes on. */
  function park(blob: BlobRow, failure: HubFailure): void {
    const before = waits.get(blob.sha256);
    before?.cancel();
    const tries = before === undefined ? 0 : before.attempt + 1;
    const ms = Math.max(failure.retryAfterMs ?? 0, fullJitter(tries, o.random()));
    const place: Wait = { attempt: tries, isDue: false, cancel: () => undefined };
    place.cancel = o.timers.after(ms, () => {
      place.isDue = true;
      kick();
    });
    waits.set(blob.sha256, place);
    o.log('blob.setAside', { blob: name(blob), code: failure.code, attempt: tries + 1, ms });
  }

  function forget(sha256: string): void {
    waits.get(sha256)?.cancel();
    waits.delete(sha256);
    acked.delete(sha256);
  }

  function wait(ms: number): void {
    cancelWait?.();
    cancelWait = o.timers.after(ms, () => {
      cancelWait = null;
      kick();
    });
  }

  /** Does the hub still have what it acknowledged? One that was restored from a backup may not. */
  async function verify(): Promise<void> {
    for (let sha256 = toVerify.pop(); sha256 !== undefined; sha256 = toVerify.pop()) {
      const there = await sending.isThere(sha256);
      if (stopped || !there.ok) return;
      if (there.value) continue;
      o.lane.lost(sha256);
      o.log('blob.again', { blob: sha256.slice(0, 8) });
      again = true;
    }
  }

  return {
    kick,
    /** The hub is there: begins, or begins anew, after `delayMs`, whatever was being waited for. */
    resume(delayMs: number): void {
      if (stopped) return;
      started = true;
      attempt = 0;
      cancelWait?.();
      cancelWait = null;
      if (delayMs > 0) wait(delayMs);
      else kick();
    },
    /** After a reconciliation: holds what was acknowledged against what the hub has. */
    verify(): void {
      toVerify = o.lane.held();
      kick();
    },
    /** Bytes of a blob that is not yet committed, on the hub's disk as far as is known. */
    acked: (sha256: string): number => acked.get(sha256) ?? 0,
    async stop(): Promise<void> {
      stopped = true;
      cancelWait?.();
      for (const place of waits.values()) place.cancel();
      await running;
    },
  };
}

const name = (blob: BlobRow): string => blob.sha256.slice(0, 8);
