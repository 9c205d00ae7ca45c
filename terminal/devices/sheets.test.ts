import { expect, test } from 'vitest';
import { fail, ok } from '../../contracts/result.ts';
import type { DocumentPrinter } from '../../devices/device.ts';
import { sheetPrinter } from './sheets.ts';

const PDF = Buffer.from('%PDF-');
const { signal } = new AbortController();

test('the document printer prints one copy, under the terminal’s name, and its word holds', async () => {
  const asked: unknown[] = [];
  const printer = {
    print: async (pdf: Uint8Array, options: object) => {
      asked.push([pdf, options]);
      return fail('print.paperOut');
    },
  } as unknown as DocumentPrinter;
  const sheets = sheetPrinter({ reach: () => printer }, 'kiosk-01');
  expect(sheets.isThere()).toBe(true);
  expect(await sheets.print(PDF, signal)).toEqual(fail('print.paperOut'));
  expect(asked).toEqual([[PDF, { copies: 1, title: 'kiosk-01', signal }]]);
});

test('without one it says so, until one is there', async () => {
  let printer: DocumentPrinter | null = null;
  const sheets = sheetPrinter({ reach: () => printer }, 'kiosk-01');
  expect([sheets.isThere(), await sheets.print(PDF, signal)]).toEqual([false, fail('device.missing')]);
  printer = { print: async () => ok(null) } as unknown as DocumentPrinter;
  expect([sheets.isThere(), await sheets.print(PDF, signal)]).toEqual([true, ok(null)]);
});
