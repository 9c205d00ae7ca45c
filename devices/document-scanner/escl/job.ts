import type { Timers } from '../../../contracts/clock.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { ScanJob } from '../../../contracts/scan.ts';
import { pause } from '../pause.ts';
import type { HttpAnswer } from './http.ts';
import { type EsclStatus, faultOf, feederFaultOf, isBusy, isFeederEmpty } from './status.ts';
import type { EsclTalk } from './talk.ts';

/** Between two tries while the scanner says 503, ms. */
export const RETRY_MS = 1_000;
/** So often a busy scanner is asked again to take a job, and to give a page. */
export const JOB_RETRIES = 10;
export const PAGE_RETRIES = 30;
/** A request for a job is given so long to be answered after the job was cancelled, ms. */
export const JOB_GRACE_MS = 5_000;

const BUSY = 503;

/** One job on its way. */
export interface JobAtWork {
  talk: EsclTalk;
  job: ScanJob;
  timers: Timers;
  signal: AbortSignal;
}

/** What keeps this job from starting, or null. The feeder's troubles do not concern the glass. */
export async function startFault({ talk, job, signal }: JobAtWork): Promise<string | null> {
  const status = await talk.status(signal);
  return status.ok ? reasonOf(status.value, job) : status.error.code;
}

/**
 * Path of the new job. A request under way is given `JOB_GRACE_MS` before it is broken off: a job whose path is not
 * known cannot be deleted.
 */
export async function createJob(work: JobAtWork, settings: string): Promise<Result<string>> {
  const { talk, timers, signal } = work;
  const late = new AbortController();
  let cancelLate = (): void => {};
  const onAbort = (): void => {
    cancelLate = timers.after(JOB_GRACE_MS, () => late.abort());
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const answer = await askPatiently(work, JOB_RETRIES, () => talk.createJob(settings, late.signal));
  signal.removeEventListener('abort', onAbort);
  cancelLate();
  if (!answer.ok) return answer;
  const { status, location } = answer.value;
  if (status === 201 || status === 200) return talk.jobPath(location);
  const otherwise = status >= 400 && status < 500 ? 'scan.unsupported' : 'device.fault';
  return fail(await whyNot(work, status, otherwise), `HTTP ${status}`);
}

/** Bytes of the next page; null when the job has no more. */
export async function nextPage(work: JobAtWork, path: string): Promise<Result<Uint8Array | null>> {
  const answer = await askPatiently(work, PAGE_RETRIES, () => work.talk.nextDocument(path, work.signal));
  if (!answer.ok) return answer.error.code === 'input.tooLarge' ? fail('scan.pageTooLarge') : answer;
  const { status, bytes } = answer.value;
  if (status === 200) return ok(bytes);
  if (status === 404 || status === 410) return ok(null);
  return fail(await whyNot(work, status, 'scan.aborted'), `HTTP ${status}`);
}

/** Whether a job that gives no more pages ended well: null, or what stopped it. A jam too ends in 404. */
export async function endOfPages(
  { talk, job, signal }: JobAtWork,
  path: string,
  pages: number,
): Promise<string | null> {
  const status = await talk.status(signal);
  if (!status.ok) return lost(status.error.code);
  const fault = troubleOf(status.value, job);
  if (fault !== null) return fault;
  const state = status.value.jobs.find((one) => one.path === path)?.state;
  if (state === 'Aborted') return 'scan.aborted';
  if (state === 'Canceled') return 'scan.cancelled';
  if (pages > 0) return null;
  return job.source === 'feeder' ? 'scan.feederEmpty' : 'scan.aborted';
}

/** Asks again while the scanner is busy, unless its status tells why it will stay so. */
async function askPatiently(
  { talk, job, timers, signal }: JobAtWork,
  retries: number,
  send: () => Promise<Result<HttpAnswer>>,
): Promise<Result<HttpAnswer>> {
  for (let tried = 0; ; tried++) {
    if (signal.aborted) return fail('scan.cancelled');
    const answer = await send();
    if (!answer.ok) return fail(lost(answer.error.code), answer.error.detail);
    if (answer.value.status !== BUSY || tried === retries) return answer;
    const status = await talk.status(signal);
    const trouble = status.ok ? troubleOf(status.value, job) : null;
    if (trouble !== null) return fail(trouble);
    await pause(RETRY_MS, timers, signal);
  }
}

/** Why the scanner refused, where its status tells. */
async function whyNot(
  { talk, job, signal }: JobAtWork,
  httpStatus: number,
  otherwise: string,
): Promise<string> {
  const status = await talk.status(signal);
  const reason = status.ok ? reasonOf(status.value, job) : null;
  if (reason !== null) return reason;
  return httpStatus === BUSY || (status.ok && isBusy(status.value)) ? 'scan.busy' : otherwise;
}

function reasonOf(status: EsclStatus, job: ScanJob): string | null {
  const trouble = troubleOf(status, job);
  if (trouble !== null) return trouble;
  return job.source === 'feeder' && isFeederEmpty(status) ? 'scan.feederEmpty' : null;
}

const troubleOf = (status: EsclStatus, job: ScanJob): string | null =>
  faultOf(status) ?? (job.source === 'feeder' ? feederFaultOf(status) : null);

/** A scanner that answered before and does not now. */
const lost = (code: string): string =>
  code === 'device.missing' || code === 'device.unplugged' ? 'scan.lost' : code;
