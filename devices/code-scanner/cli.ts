/**
 * Bench tool for a real scanner: `node devices/code-scanner/cli.ts --driver serialHoneywell --port /dev/ttyACM0
 * [--baud 115200]`, `--driver hidHoneywell --hid 0c2e:0b8f`, or `--tcp host:port`. Prints the self-test and what is
 * read, its content only with `--show`. `--record FILE` writes the bytes down, those of codes as X. `--seconds 60`.
 */
import { parseArgs } from 'node:util';
import type { Clock, Timers } from '../../contracts/clock.ts';
import { deviceDeclaration } from '../../contracts/devices.ts';
import { keepOpen } from '../channel/keep-open.ts';
import { carriesBytes, openChannel } from '../channel/open.ts';
import { createRecorder } from '../channel/recorder.ts';
import type { ScannedCode } from '../device.ts';
import { anonymiseFor } from './anonymise.ts';
import { createCodeScanner } from './driver.ts';

const OPENING_MS = 3_000;
const REARM_MS = 60_000;
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
    driver: { type: 'string' },
    port: { type: 'string' },
    baud: { type: 'string', default: '115200' },
    hid: { type: 'string' },
    tcp: { type: 'string' },
    record: { type: 'string' },
    show: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '60' },
  },
});

function portOf(): unknown {
  if (values.hid !== undefined) {
    const [vendorId, productId] = values.hid.split(':');
    return { type: 'hid', vendorId, productId, usagePage: 0x8c };
  }
  if (values.tcp !== undefined) {
    const [host, port] = values.tcp.split(':');
    return { type: 'tcp', host, port: Number(port) };
  }
  return values.port === undefined
    ? null
    : { type: 'serial', path: values.port, baudRate: Number(values.baud) };
}

const declared = deviceDeclaration.safeParse({
  id: 'bench',
  class: 'codeScanner',
  driver: values.driver,
  port: portOf(),
});
if (
  !declared.success ||
  declared.data.class !== 'codeScanner' ||
  declared.data.driver === 'wedge' ||
  !carriesBytes(declared.data.port)
) {
  process.stderr.write(
    'usage: node devices/code-scanner/cli.ts --driver hidHoneywell|hidNewland|serialHoneywell|serialGm65|serialSsi\n' +
      '  --port /dev/ttyACM0 [--baud 115200] | --hid 0c2e:0b8f | --tcp host:port\n',
  );
  process.exit(2);
}
const { driver, port } = declared.data;
const recorder = createRecorder(openChannel(port), { anonymise: anonymiseFor(driver), clock, timers });
if (values.record !== undefined) {
  const started = await recorder.start(values.record, { driver });
  if (!started.ok) say(`no recording: ${started.error.detail ?? started.error.code}`);
}
const scanner = createCodeScanner(declared.data, keepOpen(recorder.open, { clock, timers }), {
  clock,
  timers,
  log: (event, data) => say(`log  ${event} ${JSON.stringify(data)}`),
});
await wait(OPENING_MS);
const test = await scanner.selfTest();
for (const step of test.steps)
  say(`${step.ok ? 'ok  ' : 'FAIL'} ${step.name} ${step.code ?? ''} ${step.detail ?? ''} ${step.ms} ms`);
if (test.ok) {
  scanner.onCode((code) => {
    say(lineOf(code));
    scanner.arm(REARM_MS);
  });
  scanner.arm(REARM_MS);
  say(`Hold a code before the scanner (${values.seconds} s) …`);
  await wait(Number(values.seconds) * 1_000);
}
await scanner.stop();
await recorder.stop();
process.exit(test.ok ? 0 : 1);

function lineOf({ bytes, text, aim }: ScannedCode): string {
  const charset = text === null ? 'neither UTF-8 nor GB18030' : `${[...text].length} characters`;
  const ms = scanner.report().stats.lastMs;
  const content = values.show ? `: ${JSON.stringify(text ?? Buffer.from(bytes).toString('hex'))}` : '';
  return `code ${aim ?? 'no AIM id'}, ${bytes.length} bytes, ${charset}, ${ms} ms${content}`;
}
