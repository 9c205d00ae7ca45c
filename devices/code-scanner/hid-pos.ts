import { aimOf, HONEYWELL_SYMBOLOGY, splitAim } from './aim.ts';
import type { ReadAnswer } from './answers.ts';
import { createJoiner } from './join.ts';
import { type Decoder, type Heard, stripSuffix } from './protocol.ts';

/** HID Point of Sale (USB-IF, HID POS usage tables 1.02): top-level collection of a bar code scanner. */
export const USAGE_PAGE = 0x8c;
export const USAGE = 0x02;

const INPUT_REPORT = 0x02;
const MAX_DATA = 56;
const REPORT_LENGTH = 64;
/** Longest pause between two reports of one code. [assumed] A full-speed scanner sends one every few ms. */
export const PART_GAP_MS = 1_000;

/** Where the parts of a 64-byte input report lie, report id counted as byte 0. The length is at byte 1. */
export interface HidShape {
  /** Three bytes of AIM identifier. */
  aimAt: number | null;
  dataAt: number;
  symbologyAt: number;
  /** Bits that say that the code goes on in the next report. */
  moreAt: number;
  moreMask: number;
  symbologies: ReadonlyMap<number, string>;
}

/** Honeywell, and others of the same shape: AIM 2–4, data 5–60, symbology 61, continued 63. */
export const HONEYWELL: HidShape = {
  aimAt: 2,
  dataAt: 5,
  symbologyAt: 61,
  moreAt: 63,
  moreMask: 0xff,
  symbologies: HONEYWELL_SYMBOLOGY,
};

/** Newland: data 2–57, symbology 62, continued bit 0 of 63. What its symbology numbers mean is not public. */
export const NEWLAND: HidShape = {
  aimAt: null,
  dataAt: 2,
  symbologyAt: 62,
  moreAt: 63,
  moreMask: 0x01,
  symbologies: new Map(),
};

export interface HidPart {
  data: Uint8Array;
  aim: string | null;
  symbology: number;
  more: boolean;
}

/** Reads one input report; `other` for a report that carries no code, `garbled` for one that cannot be. */
export function readReport(shape: HidShape, report: Uint8Array): HidPart | 'other' | 'garbled' {
  if (report[0] !== INPUT_REPORT) return 'other';
  const length = report[1] ?? 0;
  if (report.length < REPORT_LENGTH || length > MAX_DATA) return 'garbled';
  return {
    data: report.slice(shape.dataAt, shape.dataAt + length),
    aim: shape.aimAt === null ? null : aimOf(report.subarray(shape.aimAt, shape.aimAt + 3)),
    symbology: report[shape.symbologyAt] ?? 0,
    more: ((report[shape.moreAt] ?? 0) & shape.moreMask) !== 0,
  };
}

/** Joins the reports of a code. USB keeps their order; a report that is lost all the same takes its code with it. */
export function createHidDecoder(shape: HidShape, readAnswer: ReadAnswer): Decoder {
  const joiner = createJoiner();

  function meaning(whole: Uint8Array, part: HidPart): Heard[] {
    const answer = readAnswer(whole, part.aim);
    if (answer !== null) return [{ type: 'answer', ...answer }];
    const named = part.aim ?? shape.symbologies.get(part.symbology) ?? null;
    const { aim, bytes } = named === null ? splitAim(whole) : { aim: named, bytes: whole };
    const code = Uint8Array.from(stripSuffix(bytes));
    return code.length === 0 ? [] : [{ type: 'code', bytes: code, aim }];
  }

  return {
    push(chunk) {
      const part = readReport(shape, chunk);
      if (part === 'other') return [];
      if (part === 'garbled') {
        joiner.spoil();
        return [{ type: 'lost', code: 'device.garbled' }];
      }
      const kind = `${part.aim} ${part.symbology}`;
      const { lost, whole } = joiner.add({ kind, data: part.data, more: part.more });
      const heard: Heard[] = lost === null ? [] : [{ type: 'lost', code: lost }];
      return whole === null ? heard : [...heard, ...meaning(whole, part)];
    },
    silenceMs: () => (joiner.isWaiting() ? PART_GAP_MS : null),
    silence: () => (joiner.giveUp() ? [{ type: 'lost', code: 'code.incomplete' }] : []),
  };
}

/** A 64-byte output report: id, length, command, zeros. */
export function outputReport(id: number, command: Uint8Array): Uint8Array {
  const report = new Uint8Array(REPORT_LENGTH);
  report.set([id, command.length]);
  report.set(command, 2);
  return report;
}
