import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Timers } from '../../contracts/clock.ts';
import { type DeviceDeclaration, deviceDeclaration } from '../../contracts/devices.ts';
import { type CodeScannerHandle, createCodeScannerSimulator } from '../code-scanner/simulator.ts';
import { type CupsPrinter, startCups } from '../document-printer/testing/cups.ts';
import { type EsclSimulator, serveDocumentScanner } from '../document-scanner/simulator.ts';
import { type CardFixture, createIdCardSimulator, type IdCardHandle } from '../id-card/simulator.ts';
import {
  createReceiptPrinterSimulator,
  type ReceiptPrinterSimulator,
  serveReceiptPrinter,
} from '../receipt-printer/simulator.ts';
import { drawSamplePage } from './sample-page.ts';
import { openWire, type SimulatedWire, type WireKind } from './wire.ts';

/** Which simulators are wanted, and over which wire. */
export interface BenchSpec {
  idCard?: { over: WireKind; pacedBaud?: number };
  code?: { over: WireKind; driver?: SerialScanner };
  receipts?: { over: WireKind; dots?: 384 | 576 };
  /** An eSCL scanner over HTTP; `pageMs`: how long it takes over a page. */
  documents?: { pageMs?: number };
  /** An own cupsd with one queue that prints to PDF; needs CUPS (`hasCups`). */
  printing?: true;
}
export type SerialScanner = 'serialHoneywell' | 'serialGm65' | 'serialSsi';

/** Every simulated device can be pulled out and put back. */
export interface Plug {
  plugged(): boolean;
  unplug(): Promise<void>;
  plug(): Promise<void>;
}
export interface CardDesk extends Omit<IdCardHandle, 'unplug'>, Plug {
  /** Id of the card that lies on the reader. */
  card(): string | null;
}
export interface CodeDesk extends Omit<CodeScannerHandle, 'unplug'>, Plug {}
export interface ReceiptDesk extends Omit<ReceiptPrinterSimulator, 'attach'>, Plug {}
export interface DocumentDesk extends Omit<EsclSimulator, 'url' | 'stop'>, Plug {
  /** Puts `n` sheets of print into the feeder. */
  loadSamples(n: number): Promise<void>;
}
export interface PrintingDesk extends Omit<CupsPrinter, 'name'> {
  /** For the environment of the terminal service: `CUPS_SERVER`. */
  readonly server: string;
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** What tests, the developer's panel and Playwright do to the simulators, by device. */
export interface Desks {
  idCard: CardDesk;
  code: CodeDesk;
  receipts: ReceiptDesk;
  documents: DocumentDesk;
  printing: PrintingDesk;
}

/** Those that were asked for. */
export type Bench<S extends BenchSpec> = { [K in keyof S & keyof Desks]: Desks[K] } & AnyBench;
export type AnyBench = Partial<Desks> & {
  /** How a terminal declares them: as real devices, `simulated: true`. */
  declarations(): DeviceDeclaration[];
  stop(): Promise<void>;
};

const timers: Timers = {
  after(ms, f) {
    const timer = setTimeout(f, ms);
    return () => clearTimeout(timer);
  },
};

/** Starts the simulators over real wires. Everything is there when it resolves; `stop` leaves nothing behind. */
export async function startSimulators<S extends BenchSpec>(spec: S): Promise<Bench<S>> {
  const dir = mkdtempSync(join(tmpdir(), 'hall-simulators-'));
  const desks: Partial<Desks> = {};
  const declarations: DeviceDeclaration[] = [];
  const stops: (() => Promise<void>)[] = [];
  const declare = (declaration: object) =>
    declarations.push(deviceDeclaration.parse({ ...declaration, simulated: true }));

  async function stop(): Promise<void> {
    for (const each of stops.splice(0).toReversed()) await each();
    rmSync(dir, { recursive: true, force: true });
  }

  async function start(): Promise<void> {
    if (spec.idCard !== undefined) {
      const { attach, handle } = createIdCardSimulator({ timers });
      const { pacedBaud } = spec.idCard;
      const paced = pacedBaud === undefined ? {} : { pacedBaud };
      const wire = await openWire(spec.idCard.over, { name: 'id-card', dir, attach, ...paced });
      stops.push(wire.stop);
      desks.idCard = cardDesk(handle, wire);
      declare({ id: 'card', class: 'idCardReader', driver: 'sdt', port: wire.port });
    }
    if (spec.code !== undefined) {
      const driver = spec.code.driver ?? 'serialHoneywell';
      const { attach, handle } = createCodeScannerSimulator(driver, timers);
      const wire = await openWire(spec.code.over, { name: 'code-scanner', dir, attach });
      stops.push(wire.stop);
      desks.code = { ...handle, ...plugOf(wire) };
      declare({ id: 'code', class: 'codeScanner', driver, port: wire.port });
    }
    if (spec.receipts !== undefined) {
      const dots = spec.receipts.dots ?? 576;
      const { desk, wire } = await startReceipts(spec.receipts.over, dots, dir);
      stops.push(wire.stop);
      desks.receipts = desk;
      declare({ id: 'receipt', class: 'receiptPrinter', driver: 'escpos', port: wire.port, dots });
    }
    if (spec.documents !== undefined) {
      const { url, stop: stopScanner, ...scanner } = await serveDocumentScanner(spec.documents);
      stops.push(stopScanner);
      desks.documents = documentDesk(scanner);
      declare({ id: 'scanner', class: 'documentScanner', driver: 'escl', port: { type: 'http', url } });
    }
    if (spec.printing !== undefined) {
      const cups = await startCups();
      stops.push(cups.stop);
      const { name, ...printer } = await cups.addPrinter('hall-pdf');
      desks.printing = {
        ...printer,
        server: cups.socketPath,
        pause: () => cups.pause(name),
        resume: () => cups.resume(name),
      };
      declare({ id: 'printer', class: 'documentPrinter', driver: 'queue', port: { type: 'queue', name } });
    }
  }

  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...(desks as Bench<S>), declarations: () => [...declarations], stop };
}

const plugOf = ({ plugged, unplug, plug }: SimulatedWire): Plug => ({ plugged, unplug, plug });

function cardDesk(handle: IdCardHandle, wire: SimulatedWire): CardDesk {
  let card: string | null = null;
  return {
    ...handle,
    ...plugOf(wire),
    insert(laid: CardFixture | string) {
      handle.insert(laid);
      card = typeof laid === 'string' ? laid : laid.id;
    },
    remove() {
      handle.remove();
      card = null;
    },
    card: () => card,
  };
}

function documentDesk(scanner: Omit<EsclSimulator, 'url' | 'stop'>): DocumentDesk {
  let isPlugged = true;
  let drawn = 0;
  return {
    ...scanner,
    plugged: () => isPlugged,
    async unplug() {
      isPlugged = false;
      await scanner.unplug();
    },
    async plug() {
      await scanner.plug();
      isPlugged = true;
    },
    async loadSamples(n) {
      const pages = await Promise.all(Array.from({ length: n }, (_, i) => drawSamplePage(drawn + i + 1)));
      drawn += n;
      scanner.load(pages);
    },
  };
}

async function startReceipts(
  over: WireKind,
  dots: 384 | 576,
  dir: string,
): Promise<{ desk: ReceiptDesk; wire: SimulatedWire }> {
  if (over === 'pty') {
    const { attach, ...printer } = createReceiptPrinterSimulator({ dots });
    const wire = await openWire('pty', { name: 'receipt-printer', dir, attach });
    return { desk: { ...printer, ...plugOf(wire) }, wire };
  }
  const { attach: _, ...printer } = await serveReceiptPrinter({ dots });
  let isPlugged = true;
  const wire: SimulatedWire = {
    port: { type: 'tcp', host: '127.0.0.1', port: printer.port },
    plugged: () => isPlugged,
    async unplug() {
      isPlugged = false;
      await printer.unplug();
    },
    async plug() {
      await printer.plug();
      isPlugged = true;
    },
    stop: printer.stop,
  };
  return { desk: { ...printer, ...plugOf(wire) }, wire };
}
