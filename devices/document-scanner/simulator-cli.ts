/**
 * `node devices/document-scanner/simulator-cli.ts [--port 8080] [--pages 10] [--dpi 100]`: an eSCL scanner without
 * hardware, with so many document pages in its feeder. Prints its address. Ctrl-C ends it.
 */
import { parseArgs } from 'node:util';
import { serveDocumentScanner } from './simulator.ts';
import { drawPages } from './testing/pages.ts';

/** Pages that are drawn; more of them repeat these. */
const DIFFERENT_PAGES = 8;

const { values: flags } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    pages: { type: 'string', default: '10' },
    dpi: { type: 'string', default: '100' },
  },
});
const count = Number(flags.pages);
const drawn = await drawPages(Math.min(count, DIFFERENT_PAGES), { dpi: Number(flags.dpi), seed: 1 });
const simulator = await serveDocumentScanner({ port: Number(flags.port) });
simulator.load(Array.from({ length: count }, (_, n) => drawn[n % drawn.length] ?? new Uint8Array()));
process.stdout.write(`${simulator.url}\n`);
