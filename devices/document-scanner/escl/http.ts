import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Timers } from '../../../contracts/clock.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';

export interface HttpQuestion {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  /** XML that goes with a POST. */
  body?: string;
  /** A longer answer is broken off, bytes. */
  mostBytes: number;
  /** Longest wait for the head of the answer, and between two pieces of its body, ms. */
  silenceMs: number;
  /** Longest time for all of it, ms. */
  mostMs: number;
  signal?: AbortSignal;
}
export interface HttpAnswer {
  status: number;
  location: string | null;
  bytes: Uint8Array;
}
export type HttpCode =
  /** Nobody answers at this address. */
  | 'device.missing'
  /** The connection broke off; the answer is not whole. */
  | 'device.unplugged'
  | 'device.timeout'
  /** No HTTP, or not what was asked for. */
  | 'device.garbled'
  | 'input.tooLarge'
  | 'scan.cancelled';

/** One request, one connection, one answer. Follows no redirect, never rejects, and always ends. */
export function ask(question: HttpQuestion, timers: Timers): Promise<Result<HttpAnswer, HttpFailure>> {
  const { method, url, body, signal } = question;
  if (signal?.aborted) return Promise.resolve(fail('scan.cancelled'));
  return new Promise((resolve) => {
    const isSecure = url.protocol === 'https:';
    const payload = body === undefined ? null : Buffer.from(body);
    const sending = (isSecure ? httpsRequest : httpRequest)(url, {
      method,
      agent: false,
      headers: {
        accept: '*/*',
        ...(payload === null ? {} : { 'content-type': 'text/xml', 'content-length': payload.length }),
      },
      // Scanners sign their certificates themselves: nothing could be checked.
      ...(isSecure && { rejectUnauthorized: false }),
    });
    let isOver = false;
    let cancelSilence = timers.after(question.silenceMs, () => settle(fail('device.timeout')));
    const cancelMost = timers.after(question.mostMs, () => settle(fail('device.timeout')));
    const onAbort = (): void => settle(fail('scan.cancelled'));
    signal?.addEventListener('abort', onAbort, { once: true });

    function settle(result: Result<HttpAnswer, HttpFailure>): void {
      if (isOver) return;
      isOver = true;
      cancelSilence();
      cancelMost();
      signal?.removeEventListener('abort', onAbort);
      resolve(result);
      sending.destroy();
    }
    function heard(): void {
      if (isOver) return;
      cancelSilence();
      cancelSilence = timers.after(question.silenceMs, () => settle(fail('device.timeout')));
    }
    sending.on('error', (error: NodeJS.ErrnoException) => settle(fail(codeOf(error), error.code)));
    sending.on('response', (answer) => {
      heard();
      receive(answer, question.mostBytes, heard, settle);
    });
    sending.end(payload);
  });
}

interface HttpFailure {
  code: HttpCode;
  detail?: string;
}

function receive(
  answer: IncomingMessage,
  mostBytes: number,
  heard: () => void,
  settle: (result: Result<HttpAnswer, HttpFailure>) => void,
): void {
  const pieces: Buffer[] = [];
  let size = 0;
  if (Number(answer.headers['content-length'] ?? 0) > mostBytes) settle(fail('input.tooLarge'));
  answer.on('data', (piece: Buffer) => {
    heard();
    size += piece.length;
    if (size > mostBytes) settle(fail('input.tooLarge'));
    else pieces.push(piece);
  });
  answer.on('error', (error: NodeJS.ErrnoException) => settle(fail(codeOf(error), error.code)));
  answer.on('end', () => {
    const whole = Buffer.concat(pieces, size);
    settle(
      ok({
        status: answer.statusCode ?? 0,
        location: answer.headers.location ?? null,
        bytes: new Uint8Array(whole.buffer, whole.byteOffset, whole.length),
      }),
    );
  });
  answer.on('close', () => settle(fail('device.unplugged')));
}

const NOBODY: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
];

function codeOf({ code = '' }: NodeJS.ErrnoException): HttpCode {
  if (NOBODY.includes(code)) return 'device.missing';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'device.unplugged';
  return 'device.garbled';
}
