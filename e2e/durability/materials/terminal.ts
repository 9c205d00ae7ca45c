/**
 * A kiosk without a screen for the test of cut uploads: `node terminal.ts <dir> <terminal id> <code> <hub url> <pages>`.
 * At its first start it makes one signed document of so many pages and keeps it; then it sends. Prints `kept <id> <sha256>`,
 * `acked <bytes> <total>`, and `sent` or `dead <code>`.
 */
import { writeSync } from 'node:fs';
import { scanOf } from '../../../scripts/lib/documents/scan.ts';
import { loadDeviceKey } from '../../../sync/index.ts';
import { uuidOf } from '../../../sync/testing/sample.ts';
import { assemble } from '../../../terminal/materials/assemble.ts';
import { signMaterial } from '../../../terminal/materials/sign.ts';
import { openFastTerminal } from '../workload/fast-terminal.ts';

const [dir = '', terminalId = '', code = '', hubUrl = '', pagesText = '1'] = process.argv.slice(2);
const AT = 1_780_000_000_000;
const ID = uuidOf('cut upload');
const say = (line: string): void => void writeSync(1, `${line}\n`);

const opened = openFastTerminal({ dir, terminalId, code, hubUrl, app: 'test' });
const key = loadDeviceKey(dir);
if (!opened.ok || !key.ok) throw new Error('cannot start');
const { store, startLink } = opened.value;

if (store.material(ID) === null) await keep(key.value.sign);

async function keep(sign: (text: string) => string): Promise<void> {
  const scans = Array.from({ length: Number(pagesText) }, (_, i) => ({
    bytes: scanOf({ kind: 'lease', seed: i, dpi: 300, degrees: 1, lid: 'white' }),
    dpi: 300,
    source: 'scanner' as const,
    device: 'scanner',
    at: AT + i,
    warnings: [],
  }));
  const about = { title: '租赁合同', code: 'lease', app: 'test', atMs: AT };
  const made = await assemble(scans, about, { maxBytes: 50_000_000 });
  if (!made.ok) throw new Error(made.error.code);
  const { document, pages, bytes } = made.value;
  const body = signMaterial(
    {
      v: 1,
      id: ID,
      terminalId,
      applicationId: uuidOf('application'),
      caseNo: null,
      code: 'lease',
      title: '租赁合同',
      flow: null,
      pages,
      document,
      operator: null,
      reuse: false,
      locale: 'zh-CN',
      app: 'test',
      at: AT,
    },
    { alg: 'Ed25519', sign },
  );
  if (!body.ok) throw new Error(body.error.detail);
  const saved = await store.saveMaterial(body.value, [{ ...document, bytes }]);
  if (!saved.ok) throw new Error(saved.error.code);
  say(`kept ${ID} ${document.sha256}`);
}

const link = startLink();
link.onProgress((p) => say(`acked ${p.acked} ${p.total}`));
setInterval(() => {
  const state = link.materialProgress(ID)?.state;
  if (state === 'sent' || state === 'dead') say(`${state} ${store.dead()[0]?.code ?? ''}`);
}, 50);
