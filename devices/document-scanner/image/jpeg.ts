import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { ImageInfo } from './info.ts';

/** ITU-T T.81, table B.1: second byte of a marker. */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const TEM = 0x01;
const CM_PER_INCH = 2.54;

export const isJpeg = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff;

/** Walks the markers, in the entropy-coded data too, where FF 00 and FF D0–D7 are no markers of their own. */
export function inspectJpeg(bytes: Uint8Array): Result<ImageInfo> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: { widthPx: number; heightPx: number } | null = null;
  let dpi: number | null = null;
  let scans = 0;
  let at = 2;
  for (;;) {
    const marker = scans > 0 ? nextMarker(bytes, at) : markerAt(bytes, at);
    if (marker === null) return bad(at < bytes.length && scans === 0 ? 'no marker' : 'cut off');
    at = marker.end;
    if (marker.code === EOI) break;
    if (marker.code === TEM) continue;
    if (marker.code === SOI) return bad('a picture within the picture');
    if (at + 2 > bytes.length) return bad('cut off');
    const length = view.getUint16(at);
    if (length < 2) return bad('segment without length');
    if (at + length > bytes.length) return bad('cut off');
    const body = bytes.subarray(at + 2, at + length);
    if (isStartOfFrame(marker.code)) {
      if (size !== null) return bad('two frames');
      size = frameSize(body);
      if (size === null) return bad('frame without size');
    } else if (marker.code === APP0) dpi ??= jfifDpi(body);
    else if (marker.code === SOS) {
      if (size === null) return bad('data before the frame');
      scans++;
    }
    at += length;
  }
  if (size === null || scans === 0) return bad('no picture in it');
  if (hasPicture(bytes, at)) return bad('more than one picture');
  return ok({ type: 'image/jpeg', ...size, dpi, length: at });
}

const bad = (detail: string) => fail('scan.badImage', `JPEG: ${detail}`);

/** The marker that stands exactly here; fill bytes FF may precede it. */
function markerAt(bytes: Uint8Array, from: number): { code: number; end: number } | null {
  if (bytes[from] !== 0xff) return null;
  let at = from + 1;
  while (bytes[at] === 0xff) at++;
  const code = bytes[at];
  return code === undefined || code === 0 ? null : { code, end: at + 1 };
}

/** The next marker after entropy-coded data. */
function nextMarker(bytes: Uint8Array, from: number): { code: number; end: number } | null {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return null;
    const code = bytes[at + 1];
    if (code === undefined) return null;
    if (code === 0xff) at += 1;
    else if (code === 0 || (code >= 0xd0 && code <= 0xd7)) at += 2;
    else return { code, end: at + 2 };
  }
}

/** SOF0–SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
const isStartOfFrame = (code: number): boolean =>
  code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;

/** Height 0 means that a DNL segment tells it after the scan: hardly any decoder takes such a picture, so neither do we. */
function frameSize(body: Uint8Array): { widthPx: number; heightPx: number } | null {
  const [, h1, h0, w1, w0, components] = body;
  if (h1 === undefined || h0 === undefined || w1 === undefined || w0 === undefined) return null;
  if (components === undefined || components < 1 || components > 4) return null;
  const heightPx = h1 * 256 + h0;
  const widthPx = w1 * 256 + w0;
  return widthPx > 0 && heightPx > 0 ? { widthPx, heightPx } : null;
}

/** JFIF 1.02: `JFIF\0`, version(2), units (1 dots an inch, 2 dots a cm), Xdensity(2), Ydensity(2). */
function jfifDpi(body: Uint8Array): number | null {
  if (body.length < 12 || !'JFIF\0'.split('').every((c, i) => body[i] === c.charCodeAt(0))) return null;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const x = view.getUint16(8);
  if (x === 0 || x !== view.getUint16(10)) return null;
  if (body[7] === 1) return x;
  return body[7] === 2 ? Math.round(x * CM_PER_INCH) : null;
}

const hasPicture = (bytes: Uint8Array, from: number): boolean => {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1))
    if (bytes[at + 1] === SOI) return true;
  return false;
};
