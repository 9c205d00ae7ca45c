/**
 * Photographs a flat document on a desk with a pinhole camera: for each pixel a ray is followed to the desk. The true
 * corners are the projections of the page's corners, computed from the scene and not by any code of the product.
 */
import { createCanvas } from '@napi-rs/canvas';
import { DESKS, type Desk, deskSurface, type Surface } from './desk.ts';
import { type DocumentKind, drawDocument, KINDS, SHEETS } from './draw.ts';
import { createRandom, type Random } from './random.ts';

export interface Place {
  x: number;
  y: number;
}
export interface Photo {
  width: number;
  height: number;
  rgba: Uint8ClampedArray;
  /** The page's corners in pixels (a pixel's centre is at .5): its own top left, then clockwise. null: an empty desk. */
  corners: readonly [Place, Place, Place, Place] | null;
  kind: DocumentKind;
  desk: Desk;
}

export interface Wish {
  seed: number;
  width: number;
  height: number;
  kind?: DocumentKind;
  desk?: Desk;
  /** An empty desk. */
  empty?: boolean;
  /** Gaussian blur in pixels; default a little. */
  blur?: number;
  /** Light on the whole scene; default between 0.85 and 1.08. */
  light?: number;
  /** The lamp's reflection on the page. */
  glare?: boolean;
  /** How far the page is moved out of the picture, as a share of the picture's size. */
  off?: { x: number; y: number };
  /** A sheet with nothing on it. */
  blank?: boolean;
}

type Vector = readonly [number, number, number];
const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const unit = (a: Vector): Vector => {
  const length = Math.hypot(...a);
  return [a[0] / length, a[1] / length, a[2] / length];
};

interface Camera {
  eye: Vector;
  right: Vector;
  down: Vector;
  forward: Vector;
  focal: number;
}

function cameraAt(distance: number, tilt: number, azimuth: number, target: Vector, focal: number): Camera {
  const eye: Vector = [
    target[0] + distance * Math.sin(tilt) * Math.cos(azimuth),
    target[1] + distance * Math.sin(tilt) * Math.sin(azimuth),
    distance * Math.cos(tilt),
  ];
  const forward = unit(minus(target, eye));
  // The desk's y points to its near edge and z up: a left-handed scene.
  const right = unit(cross([0, -1, 0], forward));
  return { eye, right, down: cross(right, forward), forward, focal };
}

function project(camera: Camera, x: number, y: number, width: number, height: number): Place {
  const ray = minus([x, y, 0], camera.eye);
  const depth = dot(ray, camera.forward);
  return {
    x: width / 2 + (camera.focal * dot(ray, camera.right)) / depth,
    y: height / 2 + (camera.focal * dot(ray, camera.down)) / depth,
  };
}

export function photograph(wish: Wish): Photo {
  const { seed, width, height } = wish;
  const random = createRandom(seed);
  const kind = wish.kind ?? random.pick(KINDS);
  const desk = wish.desk ?? random.pick(DESKS);
  const sheet = SHEETS[kind];
  const turn = random.between(-0.3, 0.3) + (random.next() < 0.15 ? Math.PI / 2 : 0);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const corner = (sx: number, sy: number): readonly [number, number] => {
    const [u, v] = [(sx * sheet.widthMm) / 2, (sy * sheet.heightMm) / 2];
    return [u * cos - v * sin, u * sin + v * cos];
  };
  const places = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)] as const;
  const camera = frameUp(wish, random, places);
  const shot = places.map(([x, y]) => project(camera, x, y, width, height));
  const density = (camera.focal / Math.hypot(...camera.eye)) * 1.15;
  const page = wish.empty ? null : readPage(kind, random, density, wish.blank === true);
  const light = lightOf(wish, random, sheet);
  const picture = render({ wish, camera, page, sheet, cos, sin, light, surface: deskSurface(desk, random) });
  const blurred = blur(picture, width, height, wish.blur ?? random.between(0.4, 0.8));
  const [a, b, c, d] = shot;
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('no corners');
  return {
    width,
    height,
    rgba: expose(blurred, random, random.between(1.5, 3.5)),
    corners: wish.empty ? null : [a, b, c, d],
    kind,
    desk,
  };
}

/** A camera somewhere above the page, so far away that the page fits with a margin. */
function frameUp(wish: Wish, random: Random, places: readonly (readonly [number, number])[]): Camera {
  const { width, height } = wish;
  const focal = width * random.between(0.8, 1.15);
  const tilt = random.between(0.02, 0.42);
  const azimuth = random.between(0, 2 * Math.PI);
  const margin = random.between(0.03, 0.11);
  const size = Math.max(...places.map(([x, y]) => Math.hypot(x, y)));
  const target: Vector = [random.normal() * size * 0.04, random.normal() * size * 0.04, 0];
  let distance = size;
  let camera = cameraAt(distance, tilt, azimuth, target, focal);
  const fits = () =>
    places.every(([x, y]) => {
      const p = project(camera, x, y, width, height);
      return (
        p.x > width * margin &&
        p.x < width * (1 - margin) &&
        p.y > height * margin &&
        p.y < height * (1 - margin)
      );
    });
  while (!fits()) {
    distance *= 1.03;
    camera = cameraAt(distance, tilt, azimuth, target, focal);
  }
  if (wish.off === undefined) return camera;
  const [mmX, mmY] = [(distance / focal) * width * wish.off.x, (distance / focal) * height * wish.off.y];
  return cameraAt(distance, tilt, azimuth, [target[0] - mmX, target[1] - mmY, 0], focal);
}

interface Page {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

function readPage(kind: DocumentKind, random: Random, pxPerMm: number, blank: boolean): Page {
  const canvas = drawDocument(kind, random, pxPerMm);
  const context = canvas.getContext('2d');
  if (blank) {
    context.resetTransform();
    context.fillStyle = '#fbfbf9';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  return {
    data: context.getImageData(0, 0, canvas.width, canvas.height).data,
    width: canvas.width,
    height: canvas.height,
  };
}

/** Light that falls on a place of the desk, 1 at full. */
type Light = (x: number, y: number) => number;

function lightOf(
  wish: Wish,
  random: Random,
  { widthMm, heightMm }: { widthMm: number; heightMm: number },
): { at: Light; glare: Light } {
  const level = wish.light ?? random.between(0.85, 1.08);
  const size = Math.hypot(widthMm, heightMm);
  const angle = random.between(0, 2 * Math.PI);
  const slope = random.between(0.05, 0.3) / size;
  const [dx, dy] = [Math.cos(angle) * slope, Math.sin(angle) * slope];
  // The shadow of an arm or a head: a soft-edged half of the scene.
  const shaded = random.next() < 0.4;
  const side = random.between(0, 2 * Math.PI);
  const [sx, sy] = [Math.cos(side), Math.sin(side)];
  const reach = size * random.between(0.1, 0.4);
  const soft = size * random.between(0.05, 0.15);
  const depth = random.between(0.15, 0.35);
  const [gx, gy] = [random.normal() * widthMm * 0.15, random.normal() * heightMm * 0.15];
  const spot = size * 0.1;
  return {
    at(x, y) {
      const lit = level * (1 + x * dx + y * dy);
      if (!shaded) return lit;
      const into = (x * sx + y * sy - reach) / soft;
      return lit * (1 - depth / (1 + Math.exp(-4 * into)));
    },
    glare: (x, y) => (wish.glare ? 230 * Math.exp(-(((x - gx) / spot) ** 2 + ((y - gy) / spot) ** 2)) : 0),
  };
}

interface Scene {
  wish: Wish;
  camera: Camera;
  page: Page | null;
  sheet: { widthMm: number; heightMm: number; cornerMm: number };
  cos: number;
  sin: number;
  light: { at: Light; glare: Light };
  surface: Surface;
}

/** Darkness of the desk right beside the page, and how far it reaches: the paper's own shadow. */
const SHADOW = 0.22;
const SHADOW_MM = 1.6;

/** The scene as RGB in floats, without blur and noise. */
function render({ wish, camera, page, sheet, cos, sin, light, surface }: Scene): Float32Array {
  const { width, height } = wish;
  const { eye, right, down, forward, focal } = camera;
  const out = new Float32Array(width * height * 3);
  const ground = new Float32Array(3);
  const ink = new Float32Array(3);
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 3) {
      const a = (x + 0.5 - width / 2) / focal;
      const b = (y + 0.5 - height / 2) / focal;
      const rayZ = forward[2] + a * right[2] + b * down[2];
      const t = -eye[2] / rayZ;
      const X = eye[0] + t * (forward[0] + a * right[0] + b * down[0]);
      const Y = eye[1] + t * (forward[1] + a * right[1] + b * down[1]);
      const mmPerPixel = t / focal;
      surface(X, Y, ground);
      const u = X * cos + Y * sin;
      const v = Y * cos - X * sin;
      const lit = light.at(X, Y);
      const vignette = 1 - 0.16 * (a * a + b * b);
      const outside = page === null ? Number.POSITIVE_INFINITY : distanceTo(sheet, u, v);
      const covered = Math.min(1, Math.max(0, 0.5 - outside / mmPerPixel));
      const shade = outside < SHADOW_MM * 5 ? 1 - SHADOW * Math.exp(-Math.max(0, outside) / SHADOW_MM) : 1;
      const shine = light.glare(X, Y);
      if (page !== null && covered > 0) sample(page, u / sheet.widthMm + 0.5, v / sheet.heightMm + 0.5, ink);
      for (let c = 0; c < 3; c += 1) {
        const paper = (ink[c] ?? 0) * 0.94 + shine;
        const wood = (ground[c] ?? 0) * shade + shine * 0.3;
        out[i + c] = (paper * covered + wood * (1 - covered)) * lit * vignette;
      }
    }
  return out;
}

/** Signed distance to the sheet's outline in mm, negative inside. */
function distanceTo({ widthMm, heightMm, cornerMm }: Scene['sheet'], u: number, v: number): number {
  const dx = Math.abs(u) - widthMm / 2 + cornerMm;
  const dy = Math.abs(v) - heightMm / 2 + cornerMm;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - cornerMm;
}

function sample({ data, width, height }: Page, u: number, v: number, out: Float32Array): void {
  const x = Math.min(width - 1.001, Math.max(0, u * width - 0.5));
  const y = Math.min(height - 1.001, Math.max(0, v * height - 0.5));
  const left = Math.floor(x);
  const top = Math.floor(y);
  const [a, b] = [x - left, y - top];
  const at = (top * width + left) * 4;
  const below = at + width * 4;
  for (let c = 0; c < 3; c += 1)
    out[c] =
      ((data[at + c] ?? 0) * (1 - a) + (data[at + 4 + c] ?? 0) * a) * (1 - b) +
      ((data[below + c] ?? 0) * (1 - a) + (data[below + 4 + c] ?? 0) * a) * b;
}

/** Separable Gaussian over interleaved RGB; edges repeat. */
function blur(from: Float32Array, width: number, height: number, sigma: number): Float32Array {
  if (sigma <= 0) return from;
  const reach = Math.ceil(sigma * 3);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-((k - reach) ** 2) / (2 * sigma ** 2)),
  );
  const sum = weights.reduce((s, w) => s + w, 0);
  const row = width * 3;
  const across = new Float32Array(from.length);
  const out = new Float32Array(from.length);
  for (const [k, weight] of weights.entries()) {
    const share = weight / sum;
    for (let start = 0; start < from.length; start += row)
      for (let x = 0; x < width; x += 1) {
        const to = start + x * 3;
        const at = start + Math.min(width - 1, Math.max(0, x + k - reach)) * 3;
        across[to] = (across[to] ?? 0) + share * (from[at] ?? 0);
        across[to + 1] = (across[to + 1] ?? 0) + share * (from[at + 1] ?? 0);
        across[to + 2] = (across[to + 2] ?? 0) + share * (from[at + 2] ?? 0);
      }
  }
  for (const [k, weight] of weights.entries()) {
    const share = weight / sum;
    for (let y = 0; y < height; y += 1) {
      const at = Math.min(height - 1, Math.max(0, y + k - reach)) * row;
      for (let x = 0, to = y * row; x < row; x += 1, to += 1)
        out[to] = (out[to] ?? 0) + share * (across[at + x] ?? 0);
    }
  }
  return out;
}

/** Sensor noise, and bytes. */
function expose(picture: Float32Array, random: Random, grain: number): Uint8ClampedArray {
  // Normal numbers are dear: a table of them, read from random places.
  const table = Float32Array.from({ length: 4096 }, () => random.normal() * grain);
  const rgba = new Uint8ClampedArray((picture.length / 3) * 4);
  for (let i = 0, j = 0; i < picture.length; i += 3, j += 4) {
    const pick = Math.floor(random.next() * 4_000);
    for (let c = 0; c < 3; c += 1) rgba[j + c] = (picture[i + c] ?? 0) + (table[pick + c * 31] ?? 0);
    rgba[j + 3] = 255;
  }
  return rgba;
}

export function toJpeg(
  { width, height, rgba }: Pick<Photo, 'width' | 'height' | 'rgba'>,
  quality = 90,
): Buffer {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  image.data.set(rgba);
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/jpeg', quality);
}
