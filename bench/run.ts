/** `npm run bench [-- tap drain …]`: measures, prints one table, exits 1 when a target is missed. */
import { cpus } from 'node:os';
import { buildParts } from '../scripts/build.ts';
import { benchBlobsFairness } from './blobs-fairness.ts';
import { benchBlobsHub } from './blobs-hub.ts';
import { benchBlobsTerminal } from './blobs-terminal.ts';
import { benchCapture } from './capture.ts';
import { benchCatalogueSearch } from './catalogue-search.ts';
import { benchCodeScanner } from './code-scanner.ts';
import { benchDocumentScanner } from './document-scanner.ts';
import { benchDrain } from './drain.ts';
import { benchFlowSteps } from './flow-steps.ts';
import { benchIdCard } from './id-card.ts';
import { benchKiosks } from './kiosks.ts';
import { type Figure, printTable } from './lib/table.ts';
import { benchMaterialKept } from './material-kept.ts';
import { benchNameOnScreen } from './name-on-screen.ts';
import { benchReceiptPrinter } from './receipt-printer.ts';
import { benchReturners } from './returners.ts';
import { benchRing } from './ring.ts';
import { benchScreenMemory } from './screen-memory.ts';
import { benchSessions } from './sessions.ts';
import { benchSpeech } from './speech.ts';
import { benchStart } from './start.ts';
import { benchTap } from './tap.ts';

const BENCHES: Readonly<Record<string, () => Promise<Figure[]>>> = {
  'blobs-hub': benchBlobsHub,
  'blobs-terminal': benchBlobsTerminal,
  'blobs-fairness': benchBlobsFairness,
  'material-kept': benchMaterialKept,
  tap: benchTap,
  start: benchStart,
  drain: benchDrain,
  ring: benchRing,
  returners: benchReturners,
  'id-card': benchIdCard,
  'name-on-screen': benchNameOnScreen,
  'code-scanner': benchCodeScanner,
  'document-scanner': benchDocumentScanner,
  capture: benchCapture,
  'flow-steps': benchFlowSteps,
  'receipt-printer': benchReceiptPrinter,
  'catalogue-search': benchCatalogueSearch,
  kiosks: benchKiosks,
  sessions: benchSessions,
  'screen-memory': benchScreenMemory,
  speech: benchSpeech,
};

const wanted = process.argv.slice(2);
await buildParts();
const figures: Figure[] = [];
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHES)) {
  const bench = BENCHES[name];
  if (bench === undefined) throw new Error(`no such bench: ${name}`);
  process.stdout.write(`measuring ${name} …\n`);
  figures.push(...(await bench()));
}
printTable(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`, figures);
process.exit(figures.some((f) => f.met === false) ? 1 : 0);
