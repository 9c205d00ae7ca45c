import { type Bytes, createWindow } from './bytes.ts';
import type { PictureFacts } from './picture.ts';

/** Markers of ITU-T T.81, table B.1. */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const RST0 = 0xd0;
const TEM = 0x01;
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Stand alone, without a length. */
const isBare = (marker: number): boolean => marker === TEM || (marker >= RST0 && marker <= SOI);

/** More segments than any camera writes: whoever sends more wants to keep us busy. */
const MAX_SEGMENTS = 20_000;

/** Walks the segments of a JPEG (ITU-T T.81, annex B) to its end-of-image marker. null: it has no size. */
export async function readJpeg(bytes: Bytes): Promise<PictureFacts | null> {
  const window = createWindow(bytes);
  let at = 2;
  let size: { width: number; height: number } | null = null;
  for (let segments = 0; segments < MAX_SEGMENTS; segments += 1) {
    const marker = await nextMarker(window, at);
    if (marker === null) break;
    at = marker.end;
    if (marker.code === EOI) return size && { ...size, end: at };
    if (isBare(marker.code)) continue;
    const length = (await window.piece(at, 2))?.readUInt16BE(0);
    if (length === undefined || length < 2) break;
    if (isFrame(marker.code)) {
      const frame = await window.piece(at + 3, 4);
      if (frame === null) break;
      // Two frames (hierarchical JPEG): the larger one counts.
      const [height, width] = [frame.readUInt16BE(0), frame.readUInt16BE(2)];
      if (size === null || width * height > size.width * size.height) size = { width, height };
    }
    at += length;
    if (marker.code === SOS) {
      const end = await endOfScan(window, at);
      if (end === null) break;
      at = end;
    }
  }
  return size && { ...size, end: null };
}

type Window = ReturnType<typeof createWindow>;

/** The marker at `at`, fill bytes skipped; `end` is behind it. */
async function nextMarker(window: Window, at: number): Promise<{ code: number; end: number } | null> {
  if ((await window.piece(at, 1))?.[0] !== 0xff) return null;
  for (let next = at + 1; ; next += 1) {
    const code = (await window.piece(next, 1))?.[0];
    if (code === undefined || code === 0) return null;
    if (code !== 0xff) return { code, end: next + 1 };
  }
}

/** Where entropy-coded data ends: at a marker that is no restart. */
async function endOfScan(window: Window, from: number): Promise<number | null> {
  for (let at: number | null = from; ; ) {
    at = await window.find(0xff, at);
    if (at === null) return null;
    const code = (await window.piece(at + 1, 1))?.[0];
    if (code === undefined) return null;
    if (code === 0xff) at += 1;
    else if (code === 0 || (code >= RST0 && code < SOI)) at += 2;
    else return at;
  }
}
