/** Runs in the worker: one photograph or scan to one flat page. */
import { aspectOf, dpiOf, exactSize, type PageSize, pageSize } from './aspect.ts';
import { skewOf, straightQuad } from './deskew.ts';
import { readDpi, withDpi } from './dpi.ts';
import { CONFIDENT, findPage } from './edges.ts';
import { isCutOff, type Quad, scaleQuad, wholeQuad } from './geometry.ts';
import { type PageJob, type PageResult, PREVIEW_SIDE, type SourceKind } from './messages.ts';
import { fitSize, type Picture } from './picture.ts';
import { measure, type Warning, warningsOf } from './quality.ts';
import { type Turns, turnQuad } from './rotate.ts';
import { warp } from './warp.ts';

/** Long sides, in pixels: of the finished page (A4 at 300 dpi), of what is searched, and of what is measured. */
const PAGE_SIDE = 3_508;
const SEARCH_SIDE = 640;
/** Larger files (A4 at 600 dpi) are made smaller before anything else: the page has no use for their pixels. */
const WORK_SIDE = 4_600;
const CHECK_SIDE = 1_400;
const PAGE_QUALITY = 0.85;
const PREVIEW_QUALITY = 0.8;
/** Of the photograph that is kept until the page is, for setting its corners. */
const PHOTO_QUALITY = 0.95;
/** The headers of a file that tell its resolution lie within its first bytes. */
const HEADER_BYTES = 64 * 1024;

/** Frees a canvas's pixels at once instead of when it is collected. */
function release(canvas: OffscreenCanvas): void {
  canvas.width = 0;
  canvas.height = 0;
}

function draw(image: CanvasImageSource, width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2d context');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  return canvas;
}

function read(canvas: OffscreenCanvas): Picture {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2d context');
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** The pixels of an image, made smaller to `longSide`. */
export function readPicture(
  image: ImageBitmap | OffscreenCanvas,
  longSide = Number.POSITIVE_INFINITY,
): Picture {
  const { width, height } = fitSize(image.width, image.height, longSide);
  const canvas = draw(image, width, height);
  const picture = read(canvas);
  release(canvas);
  return picture;
}

const jpeg = (canvas: OffscreenCanvas, quality: number): Promise<Blob> =>
  canvas.convertToBlob({ type: 'image/jpeg', quality });

interface Outline {
  quad: Quad;
  sure: boolean;
  cutOff: boolean;
}

/** Rejects when the source is no picture. */
export async function runPageJob({ source, kind, corners, turns }: PageJob): Promise<PageResult> {
  const isFile = source instanceof Blob;
  const bitmap = isFile ? await createImageBitmap(source) : source;
  try {
    const { width, height } = bitmap;
    const outline = corners === null ? search(bitmap, kind) : given(corners, kind, width, height);
    const work = fitSize(width, height, isFile ? WORK_SIDE : Number.POSITIVE_INFINITY);
    const scale = work.width / width;
    const quad = scaleQuad(outline.quad, scale, work.height / height);
    const size = sizeOf(quad, kind, work.width, work.height);
    const canvas = draw(bitmap, work.width, work.height);
    const photo = isFile ? source : await jpeg(canvas, PHOTO_QUALITY);
    const picture = read(canvas);
    release(canvas);
    const stated = isFile && kind === 'scan' ? await statedDpi(source) : null;
    const dpi = stated === null ? dpiOf(size) : Math.round(stated * scale * size.scale);
    const flat = flatten(picture, turnQuad(quad, turns), size, turns);
    const files = await encode(flat, dpi);
    const warnings = warningsOf(measure(files.checked)).filter(kindly(kind));
    return {
      page: files.page,
      preview: files.preview,
      width: flat.width,
      height: flat.height,
      dpi,
      paper: size.paper,
      warnings: outline.cutOff ? ['cutOff', ...warnings] : warnings,
      corners: outline.quad,
      sure: outline.sure,
      turns,
      kind,
      photo,
      photoWidth: width,
      photoHeight: height,
    };
  } finally {
    bitmap.close();
  }
}

/** A scanner's lamp reflects from nothing: what is white there is white paper. */
const kindly = (kind: SourceKind) => (warning: Warning) => kind === 'camera' || warning !== 'glare';

function search(bitmap: ImageBitmap, kind: SourceKind): Outline {
  const { width, height } = bitmap;
  const small = readPicture(bitmap, SEARCH_SIDE);
  const found = findPage(small);
  const quad = found === null ? null : scaleQuad(found.quad, width / small.width, height / small.height);
  const confident = found !== null && found.confidence >= CONFIDENT;
  if (kind === 'scan') {
    // On a flat bed the sheet lies against one or two edges of the glass: they are no fault. Without any edge to be
    // seen (white paper under a white lid) the lines of text tell how it lies.
    if (confident && quad !== null) return { quad, sure: true, cutOff: false };
    const skew = skewOf(small);
    const straight = skew === 0 ? wholeQuad(width, height) : straightQuad(width, height, skew);
    return { quad: straight, sure: true, cutOff: false };
  }
  const framed = found !== null && found.frameSides > 0;
  if (quad === null) return { quad: inset(width, height), sure: false, cutOff: false };
  return {
    quad,
    sure: confident && !framed,
    cutOff: (confident && framed) || isCutOff(quad, width, height),
  };
}

/** A scanner shows no more than its glass: a page that ends there is whole. */
const given = (quad: Quad, kind: SourceKind, width: number, height: number): Outline => ({
  quad,
  sure: true,
  cutOff: kind === 'camera' && isCutOff(quad, width, height),
});

/** Where the corners begin when no page was seen. */
const INSET = 0.12;
const inset = (width: number, height: number): Quad => {
  const [x, y] = [INSET * width, INSET * height];
  return [
    { x, y },
    { x: width - x, y },
    { x: width - x, y: height - y },
    { x, y: height - y },
  ];
};

/** A scanner has no perspective: what it shows has its true shape. A camera's page takes the shape of the sheet it is like. */
const sizeOf = (quad: Quad, kind: SourceKind, width: number, height: number): PageSize =>
  kind === 'scan' ? exactSize(quad, PAGE_SIDE) : pageSize(quad, aspectOf(quad, width, height), PAGE_SIDE);

function flatten(picture: Picture, quad: Quad, { width, height }: PageSize, turns: Turns): Picture {
  const lying = turns % 2 === 1;
  const flat = warp(picture, quad, lying ? height : width, lying ? width : height);
  if (flat === null) throw new Error('corners on a line');
  return flat;
}

async function encode(flat: Picture, dpi: number | null) {
  const canvas = new OffscreenCanvas(flat.width, flat.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2d context');
  context.putImageData(
    new ImageData(flat.data as Uint8ClampedArray<ArrayBuffer>, flat.width, flat.height),
    0,
    0,
  );
  const checked = readPicture(canvas, CHECK_SIDE);
  const small = fitSize(flat.width, flat.height, PREVIEW_SIDE);
  const thumb = draw(canvas, small.width, small.height);
  const preview = await jpeg(thumb, PREVIEW_QUALITY);
  release(thumb);
  const page = await jpeg(canvas, PAGE_QUALITY);
  release(canvas);
  return { checked, preview, page: dpi === null ? page : await stating(page, dpi) };
}

const statedDpi = async (file: Blob): Promise<number | null> =>
  readDpi(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));

async function stating(file: Blob, dpi: number): Promise<Blob> {
  return new Blob([withDpi(new Uint8Array(await file.arrayBuffer()), dpi)], { type: file.type });
}
