/** `npm run flows:check [-- <folder>]`: holds every flow document to its rules; one line for each that is refused. */
import { join } from 'node:path';
import { loadFlows } from '../terminal/flow/load.ts';
import { ROOT } from './lib/install.mjs';

const { flows, refused } = loadFlows(process.argv[2] ?? join(ROOT, 'assets/flows'));
for (const { flow, fixtures } of flows)
  process.stdout.write(`ok      ${flow.id} ${flow.version}, ${fixtures.length} fixtures\n`);
for (const { id, reason } of refused) process.stdout.write(`REFUSED ${id}: ${reason}\n`);
process.exit(refused.length === 0 ? 0 : 1);
