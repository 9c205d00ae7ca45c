/**
 * `npm run flows:check [-- <folder>] [-- --preview [--port <n>]]`: holds flow documents to their rules and says what is
 * wrong by file, step and in both languages; with `--preview` it serves a page that shows every step of each. The folder
 * is one flow's or one of flows; without it the shipped ones.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type CheckedFlow, checkFlows, itemCodes } from './lib/flows/read-flows.ts';
import { servePreview } from './lib/flows/serve-preview.ts';
import { ROOT } from './lib/install.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { preview: { type: 'boolean' }, port: { type: 'string', default: '0' } },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

function report({ id, loaded, faults }: CheckedFlow): void {
  if (loaded !== null && faults.length === 0) {
    say(`ok       ${id} ${loaded.flow.version}, ${loaded.fixtures.length} fixtures`);
    return;
  }
  say(`REFUSED  ${id} 没有通过`);
  for (const { file, step, zh, en } of faults) {
    say(`         ${file}${step === null ? '' : `  ${step}`}`);
    say(`           ${zh}`);
    say(`           ${en}`);
  }
}

const dir = resolve(positionals[0] ?? join(ROOT, 'assets/flows'));
const flows = checkFlows(dir, itemCodes(join(ROOT, 'assets/demo/hall.json')));
for (const flow of flows) report(flow);
const isSound = flows.every((f) => f.faults.length === 0);
if (values.preview === true) {
  const { url } = await servePreview(flows, Number(values.port));
  say(`\n预览 Preview: ${url}   (Ctrl+C 结束 ends it)`);
} else process.exit(isSound ? 0 : 1);
