/**
 * For technicians: `node devices/document-printer/cli.ts <queue> status | test | print <file.pdf>`.
 * `CUPS_SERVER=/path/to/cups.sock` names another CUPS.
 */
import { readFileSync } from 'node:fs';
import { deviceDeclaration } from '../../contracts/devices.ts';
import { createCupsQueue } from './cups-queue.ts';
import { createDocumentPrinter } from './driver.ts';
import { systemQueue } from './system-queue.ts';

const [name, command = 'status', file] = process.argv.slice(2);
if (name === undefined) {
  process.stderr.write('usage: cli.ts <queue> status | test | print <file.pdf>\n');
  process.exit(2);
}
const declared = deviceDeclaration.parse({
  id: 'bench',
  class: 'documentPrinter',
  driver: 'queue',
  port: { type: 'queue', name },
});
if (declared.class !== 'documentPrinter') throw new Error('wrong class');
const socketPath = process.env.CUPS_SERVER;
const printer = createDocumentPrinter(
  declared,
  {
    clock: { bootId: '', wallMs: () => Date.now(), boottimeMs: () => performance.now() },
    timers: {
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    log: (event, data) => process.stderr.write(`${event} ${JSON.stringify(data ?? {})}\n`),
  },
  { queue: socketPath === undefined ? systemQueue(name) : createCupsQueue(name, { socketPath }) },
);
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());

const say = (what: unknown): boolean => process.stdout.write(`${JSON.stringify(what, null, 2)}\n`);
if (command === 'test') say(await printer.testPage?.());
else if (command === 'print' && file !== undefined)
  say(
    await printer.print(new Uint8Array(readFileSync(file)), {
      copies: 1,
      title: 'bench',
      signal: interrupted.signal,
    }),
  );
else say(await printer.selfTest());
say(printer.report());
await printer.stop();
