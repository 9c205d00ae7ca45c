import { type Bytes, createWindow } from './bytes.ts';
import type { PictureFacts } from './picture.ts';

const SIGNATURE_BYTES = 8;
/** Length, type and CRC around the data of a chunk. */
const FRAME_BYTES = 12;
const MAX_CHUNKS = 100_000;

/** Walks the chunks of a PNG (ISO/IEC 15948) to IEND. null: it has no size. */
export async function readPng(bytes: Bytes): Promise<PictureFacts | null> {
  const window = createWindow(bytes);
  const header = await window.piece(SIGNATURE_BYTES, FRAME_BYTES + 13);
  if (header === null || header.readUInt32BE(0) !== 13 || typeOf(header) !== 'IHDR') return null;
  const width = header.readUInt32BE(8);
  const height = header.readUInt32BE(12);
  if (width === 0 || height === 0) return null;
  let at = SIGNATURE_BYTES + FRAME_BYTES + 13;
  for (let chunks = 0; chunks < MAX_CHUNKS; chunks += 1) {
    const chunk = await window.piece(at, 8);
    if (chunk === null) break;
    at += FRAME_BYTES + chunk.readUInt32BE(0);
    if (at > bytes.size) break;
    if (typeOf(chunk) === 'IEND') return { width, height, end: at };
  }
  return { width, height, end: null };
}

const typeOf = (chunk: Buffer): string => chunk.toString('latin1', 4, 8);
