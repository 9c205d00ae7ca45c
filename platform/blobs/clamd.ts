import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { ok, type Result } from '../../contracts/result.ts';
import { CannotStart } from '../cannot-start.ts';

/** Where a clamd listens. */
export type ClamdAddress = { host: string; port: number } | { path: string };

/** `tcp://<host>:<port>` or `unix:<path>`. Throws `CannotStart`. */
export function parseClamavUrl(text: string): ClamdAddress {
  const [, path] = /^unix:(?:\/\/)?(\/.+)$/.exec(text) ?? [];
  if (path !== undefined) return { path };
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'tcp:' && url.hostname !== '' && url.port !== '')
    return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
  throw new CannotStart('CLAMAV_URL is not valid; it is tcp://host:port or unix:/path/of/clamd.sock');
}

/** `unreachable`: no clamd, or it fell silent · `refused`: it answered, and not about this content (its size limit). */
export type ScanFailure = { code: 'unreachable' | 'refused'; detail: string };
/** Name of what was found; null: clean. */
export type ScanResult = Result<string | null, ScanFailure>;

const CONNECT_MS = 5_000;
/** Between two signs of life; a large archive takes clamd a while. */
const SILENCE_MS = 120_000;
const MAX_REPLY = 1_000;
const MAX_PART = 256 * 1024;

/**
 * Has a clamd look at a stream: command `zINSTREAM`, parts of four bytes of length (big-endian) and so many of content,
 * an empty part at the end; the answer is `stream: OK`, `stream: <name> FOUND` or `… ERROR` (clamd(8)). Reads the
 * stream to its end or destroys it; always settles.
 */
export async function scanStream(
  address: ClamdAddress,
  content: Readable,
  silenceMs = SILENCE_MS,
): Promise<ScanResult> {
  const socket = connect({ ...address, noDelay: true });
  try {
    await connected(socket);
    socket.setTimeout(silenceMs, () => socket.destroy(new Error('silent')));
    const reply = replyOf(socket);
    const sent = send(socket, content);
    // It may answer before it has everything, and then reads no more.
    await Promise.race([sent, reply.catch(() => undefined)]);
    sent.catch(() => undefined);
    return verdictOf(await reply);
  } catch (e) {
    return failed('unreachable', e instanceof Error ? e.message : 'unknown');
  } finally {
    content.destroy();
    socket.destroy();
  }
}

const failed = (code: ScanFailure['code'], detail: string): ScanResult => ({
  ok: false,
  error: { code, detail: detail.slice(0, 100) },
});

function verdictOf(reply: string): ScanResult {
  if (reply === 'stream: OK') return ok(null);
  const [, name] = /^stream: (.+) FOUND$/.exec(reply) ?? [];
  return name === undefined ? failed('refused', reply) : ok(name.slice(0, 200));
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error('no connection')));
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      resolve();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  });
}

/** Up to the NUL, or the end. */
function replyOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (part) => {
      text += part.toString('latin1');
      const end = text.indexOf('\0');
      if (end >= 0) resolve(text.slice(0, end).trim());
      else if (text.length > MAX_REPLY) reject(new Error('not a clamd'));
    });
    socket.once('error', reject);
    socket.once('close', () => (text === '' ? reject(new Error('closed')) : resolve(text.trim())));
  });
}

async function send(socket: Socket, content: Readable): Promise<void> {
  const write = (bytes: Buffer): Promise<void> =>
    new Promise((resolve, reject) =>
      socket.write(bytes, (e) => (e === null || e === undefined ? resolve() : reject(e))),
    );
  await write(Buffer.from('zINSTREAM\0'));
  for await (const part of content as AsyncIterable<Buffer>)
    for (let at = 0; at < part.length; at += MAX_PART) {
      const piece = part.subarray(at, at + MAX_PART);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(piece.length);
      socket.write(length);
      await write(piece);
    }
  await write(Buffer.alloc(4));
}
