import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const SLICE_MS = 20;
const ENDLESS_PIECE = new Uint8Array(64 * 1_024).fill(0x41);

/** Sends `bytes` at this speed, or as fast as they are taken; stops when the other side goes. */
export async function sendPaced(
  answer: ServerResponse,
  bytes: Uint8Array,
  bytesPerSecond: number | null,
): Promise<void> {
  const slice =
    bytesPerSecond === null ? bytes.length : Math.max(1, Math.round((bytesPerSecond * SLICE_MS) / 1_000));
  for (let at = 0; at < bytes.length && !answer.destroyed; at += slice) {
    await push(answer, bytes.subarray(at, at + slice));
    if (bytesPerSecond !== null) await sleep(SLICE_MS);
  }
}

/** Until the other side has had enough. */
export async function sendForEver(answer: ServerResponse): Promise<void> {
  while (!answer.destroyed) await push(answer, ENDLESS_PIECE);
}

/** Resolves when there is room for more, or when the other side is gone. */
function push(answer: ServerResponse, piece: Uint8Array): Promise<void> {
  if (answer.write(piece) || answer.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      answer.off('drain', done).off('close', done);
      resolve();
    };
    answer.on('drain', done).on('close', done);
  });
}
