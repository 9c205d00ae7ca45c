import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Slip, slip } from '../../contracts/slip.ts';
import { columnsOf, columnsOfText, layoutSlip } from '../../contracts/slip-layout.ts';
import { fuzzRuns } from '../testing/fuzz.ts';
import { type Bitmap, bitmapOf } from './bitmap.ts';
import { encodeRows, isDrawn } from './escpos.ts';
import { createReceiptPrinterSimulator } from './simulator.ts';
import { createAnswerReader } from './status.ts';

const PROPERTIES = 4;
const RUNS = fuzzRuns(PROPERTIES);
/** On a machine that is busy with other tests, and for a night's million of runs. */
const TIMEOUT_MS = 60_000 + RUNS * 20;

/** Hall text, any Unicode, halves of surrogates, marks, and bytes that would be commands. */
const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'政务服务大厅姓名编号，。（）《》“”：0123456789ABCxyz -.,()') },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('㛃', '𬱖', '\ud800', '\u0301', '\u200b', '€', '\ue000', '葛\u{e0100}'),
  },
);
const line = fc.array(character, { maxLength: 60 }).map((all) =>
  all
    .join('')
    .replace(/\p{Cc}/gu, '')
    .slice(0, 500),
);
const align = fc.constantFrom('left' as const, 'centre' as const, 'right' as const);
const block: fc.Arbitrary<Slip['blocks'][number]> = fc.oneof(
  fc.record({
    type: fc.constant('text' as const),
    text: line,
    align,
    size: fc.constantFrom(1 as const, 2 as const, 3 as const),
    bold: fc.boolean(),
  }),
  fc.record({ type: fc.constant('pair' as const), label: line, value: line }),
  fc.constant({ type: 'rule' as const }),
  fc.record({ type: fc.constant('space' as const), lines: fc.integer({ min: 1, max: 10 }) }),
  fc.record({
    type: fc.constant('qr' as const),
    text: fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).map((text) => text.slice(0, 500)),
    align,
  }),
);
const anySlip = fc.record({ blocks: fc.array(block, { minLength: 1, maxLength: 6 }) });
const dots = fc.constantFrom(384 as const, 576 as const);

/** Dots that would be commands, as dense as they come. */
const draw = (row: { size: number }, width: number): Bitmap => {
  const bitmap = bitmapOf(width, 8 * row.size, () => false);
  const pattern = [0x10, 0x04, 0x01, 0x10, 0x05, 0x02, 0x10, 0x14, 0x08, 0x01];
  return { ...bitmap, bits: bitmap.bits.map((_, n) => pattern[n % pattern.length] ?? 0) };
};

function split(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (let n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length] ?? bytes.length;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

describe('any slip', () => {
  test(
    'is understood by the printer byte for byte, fits the paper, and says what it should',
    () => {
      const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });
      fc.assert(
        fc.property(anySlip, dots, fc.boolean(), sizes, (value, width, cutter, chunks) => {
          expect(slip.safeParse(value).success).toBe(true);
          const rows = layoutSlip(value, columnsOf(width));
          for (const row of rows)
            if (row.type === 'text')
              expect(columnsOfText(row.text) * row.size).toBeLessThanOrEqual(width / 12);
          const options = { dots: width, chinese: 'gb18030' as const, cutter };
          const printer = createReceiptPrinterSimulator({ dots: width });
          const answers: number[] = [];
          const receive = listenIn(printer, answers);
          for (const part of encodeRows(rows, options, draw))
            for (const chunk of split(part, chunks)) receive(chunk);
          expect(printer.unknown()).toEqual([]);
          expect(printer.overflows()).toBe(0);
          expect(answers).toEqual([]);
          expect(printer.texts()).toHaveLength(1);
          const printed = printer.texts()[0]?.filter((text) => !text.startsWith('[')) ?? [];
          const wanted = rows
            .flatMap((row) => {
              if (row.type === 'rule') return ['-'.repeat(width / 12)];
              return row.type === 'text' && !isDrawn(row, 'gb18030') ? [row.text] : [];
            })
            .filter((text) => !text.startsWith('['));
          expect(printed.filter((text) => text !== '')).toEqual(wanted.filter((text) => text !== ''));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  test(
    'loses no character of what can be printed',
    () => {
      fc.assert(
        fc.property(line, dots, fc.constantFrom(1 as const, 2 as const, 3 as const), (text, width, size) => {
          const rows = layoutSlip(
            { blocks: [{ type: 'text', text, align: 'left', size, bold: false }] },
            columnsOf(width),
          );
          const solid = (all: string) => all.replace(/[\p{Z}\p{Cf}]/gu, '');
          const all = rows.map((row) => (row.type === 'text' ? row.text : '')).join('');
          expect(solid(all)).toBe(solid(text.toWellFormed()));
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});

describe('any answer', () => {
  test(
    'is read without a crash, alike however it is split',
    () => {
      fc.assert(
        fc.property(
          fc.uint8Array({ maxLength: 300 }),
          fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 }),
          (bytes, sizes) => {
            const whole = createAnswerReader().push(bytes);
            const reader = createAnswerReader();
            const parts = split(bytes, sizes).flatMap((chunk) => reader.push(chunk));
            expect(parts).toEqual(whole);
          },
        ),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );

  test(
    'a whole one is heard after any garbage and a little silence',
    () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
          const reader = createAnswerReader();
          reader.push(garbage);
          // What is open ends with the first status; at the latest the second one stands alone.
          reader.push(Uint8Array.of(0x12));
          expect(reader.push(Uint8Array.of(0x16))).toEqual([{ type: 'status', byte: 0x16 }]);
        }),
        { numRuns: RUNS },
      );
    },
    TIMEOUT_MS,
  );
});

/** The simulator behind a channel that is all ears. */
function listenIn(
  printer: ReturnType<typeof createReceiptPrinterSimulator>,
  answers: number[],
): (bytes: Uint8Array) => void {
  let receive: (bytes: Uint8Array) => void = () => {};
  printer.attach({
    port: 'fuzz',
    usb: null,
    async write(bytes) {
      answers.push(...bytes);
      return { ok: true, value: null };
    },
    onData(listener) {
      receive = listener;
      return () => {};
    },
    onClose: () => () => {},
    async close() {},
  });
  return (bytes) => receive(bytes);
}
