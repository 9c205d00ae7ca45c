import { createServer, type Server, type Socket } from 'node:net';
import {
  createSimulatedPrinter,
  type ReceiptPrinterSimulator,
  type SimulatorOptions,
} from './simulated-printer.ts';

export type { ReceiptPrinterSimulator, SimulatedSlip, SimulatorOptions } from './simulated-printer.ts';

/**
 * An ESC/POS printer without hardware: takes bytes over TCP or any channel (a PTY), puts them on paper, answers DLE
 * EOT, GS a, GS r and GS I, and runs out of paper on command. Its parser shares nothing with the encoder.
 */
export function createReceiptPrinterSimulator(options: SimulatorOptions = {}): ReceiptPrinterSimulator {
  return createSimulatedPrinter(options);
}

export interface TcpReceiptPrinter extends ReceiptPrinterSimulator {
  readonly port: number;
  /** Connections break and new ones are refused. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  stop(): Promise<void>;
}

/** The simulator on 127.0.0.1, as a network printer at its port 9100. One connection at a time, as printers have it. */
export async function serveReceiptPrinter(
  options: SimulatorOptions & { port?: number } = {},
): Promise<TcpReceiptPrinter> {
  const core = createSimulatedPrinter(options);
  let server: Server | null = null;
  let open: Socket | null = null;
  let port = options.port ?? 0;

  function accept(socket: Socket): void {
    socket.on('error', () => {});
    if (open !== null) {
      socket.destroy();
      return;
    }
    open = socket;
    const disconnect = core.connect(
      (bytes) => void socket.write(bytes),
      () => void socket.resume(),
    );
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      core.receive(new Uint8Array(bytes));
      if (core.isFull()) socket.pause();
    });
    socket.on('close', () => {
      disconnect();
      if (open === socket) open = null;
    });
  }
  async function plug(): Promise<void> {
    if (server !== null) return;
    const listening = createServer(accept);
    server = listening;
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(port, '127.0.0.1', resolve);
    });
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
  return { ...core, port, plug, unplug, stop: unplug };
}
