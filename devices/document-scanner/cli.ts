/**
 * For technicians, on a real scanner or the simulator:
 * `node devices/document-scanner/cli.ts <scanner> test`, or
 * `… <scanner> scan [--feeder] [--duplex] [--colour grey] [--dpi 300] [--paper A4] [--pages 50] [--folder scans]`.
 * Scanners: `http://192.168.1.20/eSCL`, `sane:fujitsu:fi-7160:1234`. `--option=--swdeskew=yes` goes to SANE's backend.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deviceDeclaration } from '../../contracts/devices.ts';
import { scanJob } from '../../contracts/scan.ts';
import { createDocumentScanner } from './driver.ts';
import { createSaneClient } from './sane/client.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    feeder: { type: 'boolean', default: false },
    duplex: { type: 'boolean', default: false },
    colour: { type: 'string', default: 'colour' },
    dpi: { type: 'string', default: '300' },
    paper: { type: 'string', default: 'A4' },
    pages: { type: 'string', default: '50' },
    folder: { type: 'string', default: 'scans' },
    option: { type: 'string', multiple: true, default: [] },
  },
});
const [where = '', command = 'test'] = positionals;

const say = (what: unknown): boolean => process.stdout.write(`${JSON.stringify(what, null, 2)}\n`);
const context = {
  clock: { bootId: '', wallMs: () => Date.now(), boottimeMs: () => performance.now() },
  timers: {
    after(ms: number, run: () => void) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  },
  log: (event: string, data?: unknown) =>
    void process.stderr.write(`${event} ${JSON.stringify(data ?? {})}\n`),
};

async function scan(): Promise<void> {
  const sane = /^sane:(.+)$/.exec(where)?.[1];
  const declared = deviceDeclaration.parse({
    id: 'bench',
    class: 'documentScanner',
    driver: sane === undefined ? 'escl' : 'sane',
    port: sane === undefined ? { type: 'http', url: where } : { type: 'sane', device: sane },
  });
  if (declared.class !== 'documentScanner') throw new Error('wrong class');
  const scanner =
    sane === undefined
      ? createDocumentScanner(declared, context)
      : createDocumentScanner(declared, context, {
          client: createSaneClient(sane, context.timers, flags.option),
        });
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  if (command === 'scan') {
    const job = scanJob.parse({
      source: flags.feeder ? 'feeder' : 'flatbed',
      colour: flags.colour,
      dpi: Number(flags.dpi),
      paper: flags.paper,
      duplex: flags.duplex,
      maxPages: Number(flags.pages),
    });
    mkdirSync(flags.folder, { recursive: true });
    let n = 0;
    for await (const event of scanner.scan(job, interrupted.signal)) {
      if (event.type !== 'page') {
        say(event);
        continue;
      }
      const { bytes, type, ...size } = event.page;
      const file = join(flags.folder, `page-${++n}.${type === 'image/png' ? 'png' : 'jpg'}`);
      writeFileSync(file, bytes);
      say({ file, bytes: bytes.length, ...size });
    }
  } else say(await scanner.selfTest());
  say(await scanner.capabilities());
  say(scanner.report());
  await scanner.stop();
}

if (where === '') {
  process.stderr.write(
    'usage: cli.ts <http://host/eSCL | sane:device> test | scan [--feeder] [--duplex] [--colour grey] [--dpi 300]\n',
  );
  process.stderr.write(
    '                [--paper A4] [--pages 50] [--folder scans] [--option=--name=value]\n',
  );
  process.exitCode = 2;
} else await scan();
