import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ApplicationBody } from '../../contracts/application.ts';
import { systemTimers } from '../../sync/clock.ts';
import { signaturePicture } from '../kiosk/testing/apply-flow.ts';
import { formPdf } from './form-pdf.ts';
import { importFile } from './import.ts';

const APPLICATION: ApplicationBody = {
  v: 1,
  id: '3f0c9a52-7c1e-4b8a-9c55-000000000001',
  receiptNo: 'KIOSK-01-202611250900-AB12',
  terminalId: 'kiosk-01',
  itemCode: 'WD01005',
  itemName: '居住证申领',
  flow: { id: 'residence-permit-apply', version: '1.0.0', hash: 'a'.repeat(64) },
  applicant: {
    name: '示例甲',
    idNumber: '11010519491231002X',
    by: 'idCard',
    phone: '13900000001',
    enterprise: null,
  },
  answers: [
    {
      stepId: 'home',
      fieldId: 'address',
      label: '现居住地址',
      value: '建设路',
      shown: '建设路1号院 & <2>号楼',
    },
  ],
  materials: [],
  delivery: { way: 'window' },
  supplements: null,
  locale: 'zh-CN',
  app: '0.1.0',
  at: 1_767_600_100_000,
};
const WORDS = {
  title: '申请表',
  items: ['居住证申领　WD01005'],
  statement: '以上内容属实。',
  signedAt: '2026-01-05 16:01',
};

/** Words of the document as poppler reads them; null where it is not installed. */
function textOf(bytes: Uint8Array): string | null {
  const dir = mkdtempSync(join(tmpdir(), 'form-'));
  try {
    writeFileSync(join(dir, 'form.pdf'), bytes);
    return execFileSync('pdftotext', ['-layout', join(dir, 'form.pdf'), '-'], { encoding: 'utf8' });
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw e;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

test('holds what was said, and the signature', async () => {
  const made = await formPdf(APPLICATION, WORDS, signaturePicture(), null);
  expect(made.pages).toMatchObject([{ no: 1, source: 'touch', at: APPLICATION.at }]);
  expect(made.document).toMatchObject({ type: 'application/pdf', profile: 'PDF/A-2b' });
  const text = textOf(made.bytes);
  if (text === null) return;
  for (const word of ['示例甲', '11010519491231002X', '建设路1号院 & <2>号楼', '到窗口领取', '以上内容属实'])
    expect(text).toContain(word);
  expect(text).not.toContain('企业名称');
});

test('is as good as any document that is brought in: read anew, it is taken, page by page', async () => {
  const answers = Array.from({ length: 60 }, (_, n) => ({
    stepId: 'more',
    fieldId: `f${n}`,
    label: `第 ${n} 项`,
    value: '长'.repeat(120),
    shown: '长'.repeat(120),
  }));
  const made = await formPdf({ ...APPLICATION, answers }, WORDS, signaturePicture(), null);
  expect(made.pages.length).toBeGreaterThan(2);
  const read = await importFile(made.bytes, { source: 'usb', atMs: 0, timers: systemTimers() });
  if (!read.ok || read.value.kind !== 'document') throw new Error('not taken');
  expect(read.value.pages).toHaveLength(made.pages.length);
});

test('the same application gives the same bytes', async () => {
  const [one, other] = [
    await formPdf(APPLICATION, WORDS, signaturePicture(), null),
    await formPdf(APPLICATION, WORDS, signaturePicture(), null),
  ];
  expect(Buffer.from(one.bytes).equals(Buffer.from(other.bytes))).toBe(true);
});

test('bears the seal beside the signature, and says what it covers', async () => {
  const seal = {
    picture: signaturePicture(),
    no: '4104030000011',
    sealedAt: '2026-01-05 16:05',
    sha256: 'b'.repeat(64),
    simulated: true,
  };
  const made = await formPdf(APPLICATION, WORDS, signaturePicture(), seal);
  expect(made.document).toMatchObject({ profile: 'PDF/A-2b' });
  expect(made.pages).toHaveLength(1);
  const text = textOf(made.bytes);
  if (text === null) return;
  for (const word of ['4104030000011', '2026-01-05 16:05', 'b'.repeat(64), '模拟印章，无效'])
    expect(text.replaceAll(/\s+/g, ' ')).toContain(word);
});
