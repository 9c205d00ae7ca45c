import type { Timers } from '../../../contracts/clock.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { MOST_PAGE_BYTES } from '../page.ts';
import { type EsclCapabilities, parseCapabilities } from './capabilities.ts';
import { ask, type HttpAnswer, type HttpQuestion } from './http.ts';
import { type EsclStatus, parseStatus } from './status.ts';
import { MOST_XML_BYTES } from './xml.ts';

/** Longest wait for an answer about the scanner itself, ms. */
export const STATUS_MS = 5_000;
/** A scanner may wake up and warm its lamp before it takes a job, ms. */
export const JOB_MS = 45_000;
/** Longest silence before and within a page: the glass at 600 dpi goes slowly, ms. */
export const PAGE_SILENCE_MS = 60_000;
/** Longest time for one page, ms. */
export const PAGE_MS = 240_000;

/** The requests of eSCL that this client makes of one scanner, all of them below the declared address. */
export interface EsclTalk {
  capabilities(signal: AbortSignal): Promise<Result<EsclCapabilities>>;
  status(signal: AbortSignal): Promise<Result<EsclStatus>>;
  createJob(settings: string, signal: AbortSignal): Promise<Result<HttpAnswer>>;
  nextDocument(jobPath: string, signal: AbortSignal): Promise<Result<HttpAnswer>>;
  deleteJob(jobPath: string): Promise<void>;
  /** Path of the job that a Location names. `device.garbled` for an address at another host or none. */
  jobPath(location: string | null): Result<string>;
}

/** `root`: the scanner's address, such as `http://192.168.1.20/eSCL`. */
export function createTalk(root: string, timers: Timers): EsclTalk {
  const base = new URL(root.replace(/\/*$/, '/'));

  function send(
    method: HttpQuestion['method'],
    url: URL,
    rest: Partial<HttpQuestion> = {},
  ): Promise<Result<HttpAnswer>> {
    const bounds = { mostBytes: MOST_XML_BYTES, silenceMs: STATUS_MS, mostMs: STATUS_MS };
    return ask({ method, url, ...bounds, ...rest }, timers);
  }

  /** A path at the declared address; whatever it looks like, it leads to no other host. */
  function at(path: string): URL {
    const url = new URL(base);
    url.pathname = path;
    return url;
  }

  async function read<T>(
    name: string,
    parse: (bytes: Uint8Array) => Result<T>,
    signal: AbortSignal,
  ): Promise<Result<T>> {
    const answer = await send('GET', new URL(name, base), { signal });
    if (!answer.ok)
      return answer.error.code === 'input.tooLarge' ? fail('device.garbled', 'too long') : answer;
    if (answer.value.status === 503) return fail('scan.busy');
    if (answer.value.status !== 200) return fail('device.garbled', `${name}: HTTP ${answer.value.status}`);
    return parse(answer.value.bytes);
  }

  return {
    capabilities: (signal) => read('ScannerCapabilities', parseCapabilities, signal),
    status: (signal) => read('ScannerStatus', parseStatus, signal),
    createJob: (settings, signal) =>
      send('POST', new URL('ScanJobs', base), { body: settings, silenceMs: JOB_MS, mostMs: JOB_MS, signal }),
    nextDocument: (jobPath, signal) =>
      send('GET', at(`${jobPath}/NextDocument`), {
        mostBytes: MOST_PAGE_BYTES,
        silenceMs: PAGE_SILENCE_MS,
        mostMs: PAGE_MS,
        signal,
      }),
    async deleteJob(jobPath) {
      await send('DELETE', at(jobPath));
    },
    jobPath(location) {
      if (location === null || !URL.canParse(location, base)) return fail('device.garbled', 'no Location');
      const url = new URL(location, base);
      if (url.hostname !== base.hostname || !/^https?:$/.test(url.protocol))
        return fail('device.garbled', 'Location at another host');
      // Scheme and port stay those of the declaration, whatever the scanner thinks they are.
      return ok(url.pathname.replace(/\/+$/, ''));
    },
  };
}
