import { read } from 'node:fs';
import { promisify } from 'node:util';
import type { SerialPort } from 'serialport';

/** What is used of serialport's binding on Linux and macOS; on Windows it has no poller. */
interface UnixBinding {
  fd: number | null;
  poller: { once(event: 'readable', callback: (error: Error | null) => void): unknown };
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
}

const readBytes = promisify(read);

/**
 * serialport 13 never notices that a Unix port was unplugged while bytes were coming: the kernel answers reads of a
 * hung-up line with zero bytes, and serialport reads again at once, for ever, at full CPU. With VMIN 1 (its default)
 * zero bytes mean nothing else, so here they end the port. Call it on an open port before the first read.
 */
export function endOnHangUp(port: SerialPort): void {
  const binding: UnixBinding | { poller?: undefined } | undefined = port.port;
  if (binding?.poller === undefined) return;
  binding.read = (buffer, offset, length) => readOrEnd(binding, buffer, offset, length);
}

/** What serialport expects of a read: at least one byte, or an error; `canceled` when the port was closed. */
async function readOrEnd(
  binding: UnixBinding,
  buffer: Buffer,
  offset: number,
  length: number,
): Promise<{ buffer: Buffer; bytesRead: number }> {
  for (;;) {
    if (binding.fd === null) throw Object.assign(new Error('the port was closed'), { canceled: true });
    try {
      const { bytesRead } = await readBytes(binding.fd, buffer, offset, length, null);
      if (bytesRead > 0) return { buffer, bytesRead };
    } catch (error) {
      if (!isAgain(error)) throw error;
      // Closed meanwhile: the poller is gone, and asking it crashes the process.
      if (binding.fd === null) continue;
      await readable(binding);
      continue;
    }
    throw new Error('the line hung up');
  }
}

const isAgain = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EINTR');

const readable = (binding: UnixBinding): Promise<void> =>
  new Promise((resolve, reject) => {
    binding.poller.once('readable', (error) => (error ? reject(error) : resolve()));
  });
