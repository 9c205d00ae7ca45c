/**
 * Bench tool for a real reader: `node devices/id-card/cli.ts --port /dev/ttyUSB0 [--baud 115200] [--seconds 60]`, or
 * `--hid 10c4:0007`. Prints the self-test, the SAM id, and each card that is laid down with name and number masked.
 */
import { parseArgs } from 'node:util';
import type { Clock, Timers } from '../../contracts/clock.ts';
import { deviceDeclaration } from '../../contracts/devices.ts';
import { keepOpen } from '../channel/keep-open.ts';
import { carriesBytes, openChannel } from '../channel/open.ts';
import type { IdCardEvent } from '../device.ts';
import { createIdCardReader } from './driver.ts';
import { masked } from './masked.ts';

const OPENING_MS = 3_000;
const clock: Clock = { wallMs: Date.now, boottimeMs: () => performance.now(), bootId: 'bench' };
const timers: Timers = {
  after(ms, f) {
    const timer = setTimeout(f, ms);
    return () => clearTimeout(timer);
  },
};
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const wait = (ms: number): Promise<void> => new Promise((resolve) => timers.after(ms, resolve));

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    hid: { type: 'string' },
    baud: { type: 'string', default: '115200' },
    seconds: { type: 'string', default: '60' },
    fingerprint: { type: 'boolean', default: false },
  },
});
const [vendorId, productId] = values.hid?.split(':') ?? [];
const declared = deviceDeclaration.safeParse({
  id: 'bench',
  class: 'idCardReader',
  driver: 'sdt',
  fingerprint: values.fingerprint,
  port:
    values.hid === undefined
      ? { type: 'serial', path: values.port, baudRate: Number(values.baud) }
      : { type: 'hid', vendorId, productId },
});
if (
  !declared.success ||
  declared.data.class !== 'idCardReader' ||
  (values.port ?? values.hid) === undefined
) {
  process.stderr.write('usage: node devices/id-card/cli.ts --port /dev/ttyUSB0 | --hid 10c4:0007\n');
  process.exit(2);
}
const { port } = declared.data;
if (!carriesBytes(port)) throw new Error('a serial or HID port carries bytes');

const reader = createIdCardReader(declared.data, keepOpen(openChannel(port), { clock, timers }), {
  clock,
  timers,
  log: () => undefined,
});
await wait(OPENING_MS);
const test = await reader.selfTest();
for (const step of test.steps)
  say(`${step.ok ? 'ok  ' : 'FAIL'} ${step.name} ${step.code ?? ''} ${step.detail ?? ''} ${step.ms} ms`);
if (test.ok) {
  reader.onEvent((event) => say(lineOf(event)));
  reader.arm();
  say(`Lay a card on the reader (${values.seconds} s) …`);
  await wait(Number(values.seconds) * 1_000);
}
await reader.stop();
process.exit(test.ok ? 0 : 1);

function lineOf(event: IdCardEvent): string {
  if (event.type === 'refused') return `refused ${event.code}`;
  if (event.type !== 'card') return event.type;
  const { name, number } = masked(event.card);
  return `card ${event.card.kind} ${name} ${number} until ${event.card.validTo ?? '长期'}, ${event.readMs} ms`;
}
