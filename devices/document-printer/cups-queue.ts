import { existsSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { fail, ok, type Result } from '../../contracts/result.ts';
import {
  decodeResponse,
  encodeRequest,
  GROUP,
  type IppAttribute,
  type IppResponse,
  type IppValue,
  OPERATION,
} from './ipp.ts';
import type { JobState, PrintQueue, QueueState } from './queue.ts';

/** Where CUPS listens: its socket on this machine, or a port of it. */
export type CupsServer = { socketPath: string } | { host: string; port: number };
const SOCKET = '/run/cups/cups.sock';

/** Owner of our jobs in the queue: what one call sends, another may cancel. */
const USER = 'hall-terminal';
export const ANSWER_MS = 10_000;
/** Handing over a large document to a slow disk, ms. */
export const SUBMIT_MS = 60_000;
const MOST_ANSWER_BYTES = 1_000_000;

/** CUPS's own socket where there is one, else its port on this machine. */
export const systemCups = (): CupsServer =>
  existsSync(SOCKET) ? { socketPath: SOCKET } : { host: '127.0.0.1', port: 631 };

/**
 * A queue of CUPS, asked by IPP: the states come as numbers and keywords instead of a tool's prose, and the PDF goes
 * over the socket without ever being a file of ours.
 */
export function createCupsQueue(name: string, server: CupsServer = systemCups()): PrintQueue {
  const printerUri = `ipp://localhost/printers/${encodeURIComponent(name)}`;
  let lastRequest = 0;

  async function call(
    operation: keyof typeof OPERATION,
    wanted: readonly IppAttribute[],
    job?: { attributes: readonly IppAttribute[]; document: Uint8Array },
  ): Promise<Result<IppResponse>> {
    lastRequest = (lastRequest % 0x7fffffff) + 1;
    const requestId = lastRequest;
    const head = encodeRequest({
      operation: OPERATION[operation],
      requestId,
      groups: [
        {
          group: 'operation',
          attributes: [
            { name: 'attributes-charset', tag: 'charset', values: ['utf-8'] },
            { name: 'attributes-natural-language', tag: 'naturalLanguage', values: ['en'] },
            { name: 'printer-uri', tag: 'uri', values: [printerUri] },
            ...wanted.filter((a) => a.name === 'job-id'),
            { name: 'requesting-user-name', tag: 'name', values: [USER] },
            ...wanted.filter((a) => a.name !== 'job-id'),
          ],
        },
        ...(job === undefined ? [] : [{ group: 'job' as const, attributes: job.attributes }]),
      ],
    });
    const path = operation === 'printJob' ? `/printers/${encodeURIComponent(name)}` : '/';
    const body = job === undefined ? [head] : [head, job.document];
    const answer = await post(server, path, body, job === undefined ? ANSWER_MS : SUBMIT_MS);
    if (!answer.ok) return answer;
    const decoded = decodeResponse(answer.value);
    if (!decoded.ok) return decoded;
    if (decoded.value.requestId !== requestId) return fail('device.garbled', 'answer to another request');
    return decoded.value.status < 0x0100
      ? decoded
      : fail(codeOf(decoded.value.status), statusText(decoded.value));
  }

  const jobId = (id: number): IppAttribute => ({ name: 'job-id', tag: 'integer', values: [id] });
  const requested = (...values: string[]): IppAttribute => ({
    name: 'requested-attributes',
    tag: 'keyword',
    values,
  });

  return {
    async state() {
      const answer = await call('getPrinterAttributes', [
        requested(
          'printer-state',
          'printer-state-reasons',
          'printer-is-accepting-jobs',
          'printer-make-and-model',
          'printer-firmware-string-version',
          'device-uri',
        ),
      ]);
      return answer.ok ? ok(queueState(answer.value)) : answer;
    },
    async submit(pdf, { title, copies, duplex }) {
      const answer = await call(
        'printJob',
        [
          { name: 'job-name', tag: 'name', values: [title] },
          { name: 'document-format', tag: 'mimeMediaType', values: ['application/pdf'] },
        ],
        {
          document: pdf,
          attributes: [
            { name: 'copies', tag: 'integer', values: [copies] },
            { name: 'sides', tag: 'keyword', values: [duplex ? 'two-sided-long-edge' : 'one-sided'] },
            { name: 'media', tag: 'keyword', values: ['iso_a4_210x297mm'] },
            { name: 'job-sheets', tag: 'name', values: ['none'] },
          ],
        },
      );
      if (!answer.ok) return answer;
      const id = numberOf(answer.value, GROUP.job, 'job-id');
      return id === null ? fail('device.garbled', 'no job-id') : ok(id);
    },
    async job(id) {
      const answer = await call('getJobAttributes', [
        jobId(id),
        requested('job-state', 'job-state-reasons', 'time-at-processing'),
      ]);
      if (answer.ok) return ok(jobState(answer.value));
      return answer.error.code === 'print.queueUnknown' ? ok({ type: 'gone' }) : answer;
    },
    async remove(id) {
      const answer = await call('cancelJob', [
        jobId(id),
        { name: 'purge-job', tag: 'boolean', values: [true] },
      ]);
      return answer.ok || answer.error.code === 'print.queueUnknown' ? ok(null) : answer;
    },
    async leftovers() {
      const answer = await call('getJobs', [
        { name: 'my-jobs', tag: 'boolean', values: [true] },
        { name: 'which-jobs', tag: 'keyword', values: ['all'] },
        requested('job-id'),
      ]);
      if (!answer.ok) return answer;
      return ok(
        answer.value.groups
          .filter(({ group }) => group === GROUP.job)
          .flatMap(({ attributes }) => attributes.get('job-id') ?? [])
          .filter((id) => typeof id === 'number'),
      );
    },
  };
}

function post(
  server: CupsServer,
  path: string,
  body: readonly Uint8Array[],
  timeoutMs: number,
): Promise<Result<Uint8Array>> {
  return new Promise((resolve) => {
    const length = body.reduce((sum, part) => sum + part.length, 0);
    const signal = AbortSignal.timeout(timeoutMs);
    const headers = { 'content-type': 'application/ipp', 'content-length': length, host: 'localhost' };
    const sending = httpRequest(
      { ...server, path, method: 'POST', headers, signal, agent: false },
      (answer) => {
        const parts: Buffer[] = [];
        let size = 0;
        answer.on('data', (part: Buffer) => {
          size += part.length;
          if (size > MOST_ANSWER_BYTES) sending.destroy(new Error('answer too long'));
          else parts.push(part);
        });
        answer.on('error', () => resolve(fail('device.garbled', 'answer broke off')));
        answer.on('end', () =>
          resolve(
            answer.statusCode === 200
              ? ok(new Uint8Array(Buffer.concat(parts)))
              : fail('print.refused', `HTTP ${answer.statusCode}`),
          ),
        );
      },
    );
    sending.on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) resolve(fail('device.timeout'));
      else if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT' || error.code === 'EACCES')
        resolve(fail('print.serviceDown', error.code));
      else resolve(fail('device.garbled', error.code ?? error.message));
    });
    for (const part of body) sending.write(part);
    sending.end();
  });
}

/** RFC 8011 Appendix B. */
function codeOf(status: number): string {
  switch (status) {
    case 0x0406:
    case 0x0407:
      return 'print.queueUnknown';
    case 0x0408:
      return 'print.tooLarge';
    case 0x040a:
    case 0x0411:
      return 'input.invalid';
    case 0x0401:
    case 0x0402:
    case 0x0403:
      return 'print.refused';
    case 0x0506:
      return 'print.queueStopped';
    case 0x0505:
    case 0x0507:
      return 'device.busy';
    default:
      return 'print.jobFailed';
  }
}

const statusText = (answer: IppResponse): string => `IPP 0x${answer.status.toString(16).padStart(4, '0')}`;

const valuesOf = (answer: IppResponse, group: number, name: string): readonly IppValue[] =>
  answer.groups.find((g) => g.group === group)?.attributes.get(name) ?? [];
const textsOf = (answer: IppResponse, group: number, name: string): string[] =>
  valuesOf(answer, group, name).filter((value) => typeof value === 'string');
function numberOf(answer: IppResponse, group: number, name: string): number | null {
  const [value] = valuesOf(answer, group, name);
  return typeof value === 'number' ? value : null;
}

/** RFC 8011 §5.4.11 printer-state. */
const PRINTING = 4;
const STOPPED = 5;

function queueState(answer: IppResponse): QueueState {
  const text = (name: string): string | null => textsOf(answer, GROUP.printer, name)[0] || null;
  const uri = text('device-uri') ?? '';
  return {
    stopped: numberOf(answer, GROUP.printer, 'printer-state') === STOPPED,
    printing: numberOf(answer, GROUP.printer, 'printer-state') === PRINTING,
    accepting: valuesOf(answer, GROUP.printer, 'printer-is-accepting-jobs')[0] !== false,
    reasons: textsOf(answer, GROUP.printer, 'printer-state-reasons').filter((reason) => reason !== 'none'),
    identity: {
      // usb://HP/LaserJet%20M404?serial=PHB…
      vendor: uri.startsWith('usb://') ? decoded(uri.slice(6).split('/')[0] ?? '') : null,
      product: text('printer-make-and-model'),
      serialNumber: decoded(/[?&]serial=([^&]{1,100})/.exec(uri)?.[1] ?? ''),
      firmware: text('printer-firmware-string-version'),
    },
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text) || null;
  } catch {
    return text;
  }
}

/** RFC 8011 §5.3.7 job-state. */
function jobState(answer: IppResponse): JobState {
  const reasons = textsOf(answer, GROUP.job, 'job-state-reasons');
  switch (numberOf(answer, GROUP.job, 'job-state')) {
    case 5:
      return { type: 'printing' };
    case 7:
      return { type: 'cancelled' };
    case 8:
      return { type: 'failed', reasons };
    case 9:
      return { type: 'done' };
    default: {
      // It was tried, failed, and would be tried again in half a minute: nobody waits for that.
      const wasTried = numberOf(answer, GROUP.job, 'time-at-processing') !== null;
      return wasTried ? { type: 'failed', reasons } : { type: 'waiting' };
    }
  }
}
