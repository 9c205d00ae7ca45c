import { Socket } from 'node:net';
import type { DevicePort } from '../../contracts/devices.ts';
import { fail, ok } from '../../contracts/result.ts';
import { createCore } from './core.ts';
import { inTime } from './in-time.ts';
import type { ByteChannel, OpenChannel } from './types.ts';

/**
 * After `idleMs` without traffic the peer is probed each second, ten times (libuv's fixed figures): a printer that
 * lost its power is noticed within 20 s. Bytes already on their way to it hold the probes back: then only the
 * driver's own time-out notices, and `Line.reopen` is its answer.
 */
const LIMITS = { connectMs: 3_000, stallMs: 5_000, idleMs: 10_000, closeMs: 1_000 };

/** A long write may take as long as it needs; each of these may take `stallMs`. */
const SLICE_BYTES = 4_096;

type TcpDeclaration = Extract<DevicePort, { type: 'tcp' }>;

/** Connects to a device of the network, such as a printer at port 9100. */
export const openTcp =
  (declared: TcpDeclaration, limits = LIMITS): OpenChannel =>
  async () => {
    const socket = new Socket();
    const connected = new Promise<Error | null>((resolve) => {
      socket.once('error', resolve);
      socket.once('connect', () => resolve(null));
    });
    socket.connect({ host: declared.host, port: declared.port });
    const failure = await inTime(connected, limits.connectMs);
    if (failure !== null) {
      socket.on('error', () => {});
      socket.destroy();
      return fail('device.missing', failure === 'late' ? 'no answer' : failure.message);
    }
    socket.setNoDelay(true);
    socket.setKeepAlive(true, limits.idleMs);
    return ok(channelOf(socket, `${declared.host}:${declared.port}`, limits));
  };

function channelOf(socket: Socket, port: string, limits: typeof LIMITS): ByteChannel {
  const core = createCore();
  socket.removeAllListeners('error');
  socket.on('data', (chunk: Buffer) => core.data(Uint8Array.from(chunk)));
  socket.on('error', () => core.end('device.unplugged'));
  socket.on('close', () => core.end('device.unplugged'));
  const send = (bytes: Uint8Array): Promise<null> =>
    new Promise((resolve, reject) => {
      socket.write(bytes, (error) => (error ? reject(error) : resolve(null)));
    });
  return {
    port,
    usb: null,
    async write(bytes) {
      for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
        const slice = bytes.subarray(at, at + SLICE_BYTES);
        const sent = await core.transfer(() => send(slice), limits.stallMs, 'device.unplugged');
        if (!sent.ok) return sent;
      }
      return core.ended() ? core.gone() : ok(null);
    },
    onData: core.onData,
    onClose: core.onClose,
    async close() {
      core.end(null);
      // What was written still has to arrive: first in order, then by force.
      await inTime(new Promise<void>((resolve) => socket.end(resolve)), limits.closeMs);
      socket.destroy();
    },
  };
}
