import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { DevicePort } from '../../contracts/devices.ts';
import { fail, ok } from '../../contracts/result.ts';
import { createCore } from '../channel/core.ts';
import type { ByteChannel } from '../channel/types.ts';
import { openPty } from '../testing/pty.ts';

/** `pty`: a serial port by socat, as a USB adapter gives one · `tcp`: a port on 127.0.0.1. */
export type WireKind = 'pty' | 'tcp';

/** A real wire to a simulator. */
export interface SimulatedWire {
  /** Where a terminal finds it; the same over unplug and plug. */
  readonly port: DevicePort;
  plugged(): boolean;
  /** What uses it sees the device vanish. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  stop(): Promise<void>;
}

export interface WireOptions {
  /** Name of the port's link in `dir`, PTY only. */
  name: string;
  dir: string;
  /** Called with the device's end at each plug (PTY) or connection (TCP). */
  attach: (device: ByteChannel) => void;
  /** PTY: the device's bytes come as on a wire of this speed. */
  pacedBaud?: number;
}

export const openWire = (kind: WireKind, options: WireOptions): Promise<SimulatedWire> =>
  kind === 'pty' ? openPtyWire(options) : openTcpWire(options);

async function openPtyWire({ name, dir, attach, pacedBaud }: WireOptions): Promise<SimulatedWire> {
  const path = join(dir, name);
  const pty = await openPty({ path, ...(pacedBaud === undefined ? {} : { pacedBaud }) });
  const attached = () => {
    const device = pty.device();
    if (device !== null) attach(device);
  };
  attached();
  return {
    port: { type: 'serial', path, baudRate: 115_200 },
    plugged: () => pty.device() !== null,
    unplug: pty.unplug,
    async plug() {
      if (pty.device() !== null) return;
      await pty.plug();
      attached();
    },
    stop: pty.stop,
  };
}

async function openTcpWire({ attach }: WireOptions): Promise<SimulatedWire> {
  let server: Server | null = null;
  let port = 0;
  /** A device talks to one at a time. */
  let open: Socket | null = null;

  async function plug(): Promise<void> {
    if (server !== null) return;
    const listening = createServer((socket) => {
      socket.on('error', () => undefined);
      if (open !== null) {
        socket.destroy();
        return;
      }
      open = socket;
      socket.setNoDelay(true);
      socket.once('close', () => {
        if (open === socket) open = null;
      });
      attach(channelOf(socket));
    });
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(port, '127.0.0.1', resolve);
    });
    server = listening;
    const address = listening.address();
    if (address !== null && typeof address === 'object') port = address.port;
  }
  async function unplug(): Promise<void> {
    const closing = server;
    server = null;
    open?.destroy();
    open = null;
    if (closing !== null) await new Promise((resolve) => closing.close(resolve));
  }

  await plug();
  return {
    port: { type: 'tcp', host: '127.0.0.1', port },
    plugged: () => server !== null,
    unplug,
    plug,
    stop: unplug,
  };
}

function channelOf(socket: Socket): ByteChannel {
  const core = createCore();
  socket.on('data', (chunk: Buffer) => core.data(Uint8Array.from(chunk)));
  socket.once('close', () => core.end('device.unplugged'));
  return {
    port: 'tcp',
    usb: null,
    write: (bytes) =>
      new Promise((resolve) => {
        socket.write(bytes, (error) => resolve(error ? fail('device.unplugged') : ok(null)));
      }),
    onData: core.onData,
    onClose: core.onClose,
    async close() {
      core.end(null);
      socket.destroy();
    },
  };
}
