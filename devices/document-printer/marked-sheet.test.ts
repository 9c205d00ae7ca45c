import { spawnSync } from 'node:child_process';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceDeclaration } from '../../contracts/devices.ts';
import { createCupsQueue } from './cups-queue.ts';
import { createDocumentPrinter } from './driver.ts';
import { markedSheetPdf, type SheetPage } from './marked-sheet.ts';
import { type Cups, hasCups, startCups } from './testing/cups.ts';

const MARK = {
  across: ['仅用于银行开户、贷款', '2026-11-24 10:05 kiosk-01 第2次打印'],
  foot: [
    '打印时间：2026-11-24 10:05　终端号：kiosk-01　打印次数：本年第 2 次',
    '用途：银行开户、贷款　打印编号：3F0C9A52',
    '本件由政务服务自助机打印，以电子证照库中的记录为准。',
  ],
};

async function pageOf(widthMm: number, heightMm: number): Promise<SheetPage> {
  const canvas = createCanvas(400, 300);
  const c = canvas.getContext('2d');
  c.fillStyle = '#c00000';
  c.fillRect(0, 0, 400, 300);
  return { bytes: await canvas.encode('jpeg', 90), widthMm, heightMm };
}

const hasPoppler = (() => {
  const isThere = spawnSync('pdftotext', ['-v'], { stdio: 'ignore' }).error === undefined;
  if (!isThere) process.stderr.write('No poppler-utils here: reading the printed sheet back is skipped.\n');
  return isThere;
})();

function run(tool: string, args: string[], input: Uint8Array): Buffer {
  const { stdout, status, stderr } = spawnSync(tool, args, { input, maxBuffer: 50_000_000 });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout;
}
/** By poppler, another reader than the one that wrote it; in the order of writing, for slanted lines have no other. */
const textOf = (pdf: Uint8Array, ...args: string[]) =>
  run('pdftotext', ['-raw', ...args, '-', '-'], pdf).toString('utf8');
const plain = (text: string): string => text.replaceAll(/\s/g, '');

function expectMark(text: string): void {
  for (const line of MARK.foot) expect(plain(text)).toContain(plain(line));
  for (const line of MARK.across) expect(plain(text).split(plain(line)).length - 1).toBeGreaterThanOrEqual(6);
}

describe.skipIf(!hasPoppler)('a marked sheet, read back', () => {
  test('tells when, where, how often and what for, on every page', async () => {
    const pdf = await markedSheetPdf([await pageOf(85.6, 54), await pageOf(210, 297)], MARK);
    for (const no of ['1', '2']) expectMark(textOf(pdf, '-f', no, '-l', no));
    expect(textOf(pdf)).toContain('2 / 2');
    expect(run('pdfinfo', ['-'], pdf).toString()).toMatch(
      /Pages:\s+2\n[\s\S]*Page size:\s+595\.28 x 841\.89/,
    );
  });

  test('a card keeps its size, a large page is fitted, and the mark lies over both', async () => {
    const pixels = async (page: SheetPage) => {
      const ppm = run('pdftoppm', ['-r', '50', '-singlefile', '-'], await markedSheetPdf([page], MARK));
      const [, width, height] = /^P6\s(\d+) (\d+)\s255\s/.exec(ppm.toString('latin1', 0, 40)) ?? [];
      const body = ppm.subarray(ppm.length - Number(width) * Number(height) * 3);
      const columns = new Set<number>();
      let marked = 0;
      let red = 0;
      for (let i = 0; i < body.length; i += 3) {
        const [r = 0, g = 0] = [body[i], body[i + 1]];
        if (r - g < 60) continue;
        columns.add((i / 3) % Number(width));
        if (r > 185 && g < 12) red += 1;
        else marked += 1;
      }
      return { widthMm: (columns.size / 50) * 25.4, marked, red };
    };
    const card = await pixels(await pageOf(85.6, 54));
    expect(card.widthMm).toBeGreaterThan(84);
    expect(card.widthMm).toBeLessThan(87.5);
    const large = await pixels(await pageOf(297, 210));
    expect(large.widthMm).toBeGreaterThan(178);
    expect(large.widthMm).toBeLessThan(182);
    for (const { marked, red } of [card, large]) {
      expect(marked).toBeGreaterThan(100);
      expect(red).toBeGreaterThan(marked);
    }
  });
});

describe.skipIf(!hasPoppler || !hasCups())('through a real CUPS', () => {
  let cups: Cups;
  beforeAll(async () => {
    cups = await startCups();
  });
  afterAll(() => cups.stop());

  test('the mark is on the paper, and nothing stays in the spool', async () => {
    const paper = await cups.addPrinter('Sheets');
    const declared = deviceDeclaration.parse({
      id: 'doc-1',
      class: 'documentPrinter',
      driver: 'queue',
      port: { type: 'queue', name: 'Sheets' },
    });
    if (declared.class !== 'documentPrinter') throw new Error('wrong class');
    const printer = createDocumentPrinter(
      declared,
      {
        clock: { bootId: 'test', wallMs: () => Date.now(), boottimeMs: () => performance.now() },
        timers: {
          after(ms, f) {
            const timer = setTimeout(f, ms);
            return () => clearTimeout(timer);
          },
        },
        log: () => undefined,
      },
      { queue: createCupsQueue('Sheets', { socketPath: cups.socketPath }) },
    );
    const pdf = await markedSheetPdf([await pageOf(85.6, 54)], MARK);
    const signal = AbortSignal.timeout(25_000);
    expect(await printer.print(pdf, { copies: 1, title: 'kiosk-01', signal })).toEqual({
      ok: true,
      value: null,
    });
    const [out] = paper.printed();
    expectMark(textOf(out ?? new Uint8Array()));
    expect(cups.spooled()).toEqual([]);
    await printer.stop();
  });
});
