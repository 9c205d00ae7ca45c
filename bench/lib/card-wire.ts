import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdCardSimulator, type IdCardSimulator } from '../../devices/id-card/simulator.ts';
import { openPty } from '../../devices/testing/pty.ts';

const BAUD = 115_200;
/** Start bit, eight data bits, stop bit. */
const BITS_PER_BYTE = 10;
/** Answers to find, select, read and newest address (none). */
export const ANSWER_BYTES = 15 + 19 + 1_295 + 11;
/** What the answers of one read take on the wire, ms. */
export const WIRE_MS = (ANSWER_BYTES * BITS_PER_BYTE * 1_000) / BAUD;

/** A simulated card reader behind a PTY that lets its bytes through at wire speed. */
export interface CardWire {
  path: string;
  simulator: IdCardSimulator;
  /** When the last answer to find began, epoch ms. */
  foundAt(): number;
  stop(): Promise<void>;
}

export async function openCardWire(): Promise<CardWire> {
  const dir = mkdtempSync(join(tmpdir(), 'hall-bench-'));
  const path = join(dir, 'ttyCARD');
  const pty = await openPty({ path, pacedBaud: BAUD });
  let foundAt = 0;
  const simulator = createIdCardSimulator({
    answerMs(command) {
      if (command === 'find') foundAt = performance.timeOrigin + performance.now();
      return 0;
    },
  });
  const device = pty.device();
  if (device === null) throw new Error('the PTY is gone');
  simulator.attach(device);
  return {
    path,
    simulator,
    foundAt: () => foundAt,
    async stop() {
      await pty.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
