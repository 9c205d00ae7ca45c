import { type VirtualTime, virtualTime } from '../../../contracts/testing/virtual-time.ts';
import { keepOpen } from '../../channel/keep-open.ts';
import type { IdCardEvent, IdCardReader } from '../../device.ts';
import { type MemoryOptions, type MemoryPort, memoryPort } from '../../testing/memory-channel.ts';
import { createIdCardReader, type IdCardReaderOptions } from '../driver.ts';
import { overHid } from '../over-hid.ts';
import { createIdCardSimulator, type IdCardHandle, type IdCardSimulatorOptions } from '../simulator.ts';

export interface Bench {
  time: VirtualTime;
  port: MemoryPort;
  card: IdCardHandle;
  reader: IdCardReader;
  events: IdCardEvent[];
  /** Types of the events, refusals with their code. */
  told(): string[];
  logged: string[];
}

export interface BenchOptions {
  wire?: MemoryOptions | (() => MemoryOptions);
  simulator?: IdCardSimulatorOptions;
  reader?: IdCardReaderOptions;
  fingerprint?: boolean;
  hid?: boolean;
}

/** Driver and simulator over a wire in memory, on virtual time; the line is up when it resolves. */
export async function createBench(options: BenchOptions = {}): Promise<Bench> {
  const time = virtualTime(Date.UTC(2026, 10, 25, 1));
  const port = memoryPort(options.wire ?? {});
  const simulator = createIdCardSimulator({ timers: time.timers, ...options.simulator });
  port.onOpen((device) => simulator.attach(options.hid === true ? overHid(device) : device));
  const logged: string[] = [];
  const reader = createIdCardReader(
    {
      id: 'card',
      class: 'idCardReader',
      driver: 'sdt',
      port:
        options.hid === true
          ? { type: 'hid', vendorId: '10c4', productId: '0007' }
          : { type: 'serial', path: 'memory', baudRate: 115_200 },
      required: true,
      simulated: true,
      fingerprint: options.fingerprint ?? false,
    },
    keepOpen(port.open, time),
    {
      clock: time.clock,
      timers: time.timers,
      log: (event, data) => logged.push(`${event} ${JSON.stringify(data ?? {})}`),
    },
    options.reader,
  );
  const events: IdCardEvent[] = [];
  reader.onEvent((event) => events.push(event));
  await time.advance(50);
  const told = () => events.map((e) => (e.type === 'refused' ? `refused ${e.code}` : e.type));
  return { time, port, card: simulator.handle, reader, events, told, logged };
}
