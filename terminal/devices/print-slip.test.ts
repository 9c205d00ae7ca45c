import { expect, test } from 'vitest';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { Slip } from '../../contracts/slip.ts';
import type { DocumentPrinter, ReceiptPrinter } from '../../devices/device.ts';
import { printSlip } from './print-slip.ts';

const SLIP: Slip = { blocks: [{ type: 'pair', label: '受理编号', value: 'K01-1' }] };

/** What the terminal has, and what was put out where. */
function printers(has: { receipt?: Result<null>; paper?: Result<null> }) {
  const slips: Slip[] = [];
  const papers: { head: string; title: string }[] = [];
  const receipt = {
    print: async (slip: Slip) => {
      slips.push(slip);
      return has.receipt;
    },
  } as unknown as ReceiptPrinter;
  const paper = {
    print: async (pdf: Uint8Array, { title }: { title: string }) => {
      papers.push({ head: Buffer.from(pdf.subarray(0, 5)).toString(), title });
      return has.paper;
    },
  } as unknown as DocumentPrinter;
  function reach(wanted: 'receiptPrinter'): ReceiptPrinter | null;
  function reach(wanted: 'documentPrinter'): DocumentPrinter | null;
  function reach(wanted: 'receiptPrinter' | 'documentPrinter') {
    if (wanted === 'receiptPrinter') return has.receipt === undefined ? null : receipt;
    return has.paper === undefined ? null : paper;
  }
  return { reach, slips, papers };
}

test('the receipt printer is asked first, and its word holds', async () => {
  const p = printers({ receipt: fail('print.paperOut'), paper: ok(null) });
  expect(await printSlip(p, SLIP, 'K01-1')).toEqual(fail('print.paperOut'));
  expect([p.slips, p.papers]).toEqual([[SLIP], []]);
});

test('without one the slip goes onto paper, under its number', async () => {
  const p = printers({ paper: ok(null) });
  expect(await printSlip(p, SLIP, 'K01-1')).toEqual(ok(null));
  expect(p.papers).toEqual([{ head: '%PDF-', title: 'K01-1' }]);
});

test('without any it is said that the printer is missing', async () => {
  expect(await printSlip(printers({}), SLIP, 'K01-1')).toEqual(fail('device.missing'));
});
