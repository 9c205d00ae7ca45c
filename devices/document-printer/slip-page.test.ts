import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { type Slip, slip as slipSchema } from '../../contracts/slip.ts';
import { readCode } from '../testing/read-code.ts';
import { slipPdf } from './slip-page.ts';

const slip = (blocks: unknown[]): Slip => slipSchema.parse({ blocks });
const RECEIPT = slip([
  { type: 'text', text: '卫东区政务服务大厅', align: 'centre', size: 2, bold: true },
  { type: 'rule' },
  { type: 'pair', label: '受理编号', value: 'KIOSK-01-202611250930-AB12' },
  { type: 'pair', label: '申请人', value: '欧阳㛃䶮' },
  { type: 'pair', label: '地址', value: '河南省平顶山市卫东区建设路中段一百二十三号院四号楼五单元六层七户' },
  { type: 'space' },
  { type: 'qr', text: 'KIOSK-01-202611250930-AB12' },
]);

async function textOf(pdf: Uint8Array): Promise<{ pages: number; text: string }> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const document = await getDocument({ data: pdf.slice(), verbosity: 0 }).promise;
  let text = '';
  for (let n = 1; n <= document.numPages; n += 1) {
    const { items } = await (await document.getPage(n)).getTextContent();
    text += items.map((i) => ('str' in i ? i.str : '')).join('');
  }
  return { pages: document.numPages, text };
}

test('carries every word of the slip, rare names too', async () => {
  const { pages, text } = await textOf(await slipPdf(RECEIPT));
  expect(pages).toBe(1);
  for (const words of [
    '卫东区政务服务大厅',
    '受理编号',
    'KIOSK-01-202611250930-AB12',
    '欧阳㛃䶮',
    '五单元六层七户',
  ])
    expect(text).toContain(words);
});

test('a long slip goes on on the next sheet', async () => {
  const many = Array.from({ length: 99 }, (_, n) => ({ type: 'pair', label: `材料 ${n}`, value: '已收' }));
  const { pages, text } = await textOf(await slipPdf(slip([...many, { type: 'qr', text: 'WD-1' }])));
  expect(pages).toBeGreaterThan(1);
  expect(text).toContain('材料 98');
});

const drawn = spawnSync('pdftoppm', ['-v'], { stdio: 'ignore' }).error === undefined;
test.skipIf(!drawn)('its code can be scanned from the paper (needs pdftoppm)', async () => {
  const png = spawnSync('pdftoppm', ['-r', '100', '-png', '-singlefile', '-'], {
    input: await slipPdf(RECEIPT),
    maxBuffer: 50_000_000,
  }).stdout;
  expect(await readCode(new Uint8Array(png))).toBe('KIOSK-01-202611250930-AB12');
});
