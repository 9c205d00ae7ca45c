/** What a document lies on: the colour of a desk at a place, in millimetres. */
import type { Random } from './random.ts';

export const DESKS = ['wood', 'dark', 'grey', 'bright'] as const;
export type Desk = (typeof DESKS)[number];

/** Colour at (x, y) into `out`, 0–255. */
export type Surface = (x: number, y: number, out: Float32Array) => void;

/** Smooth noise in [0, 1) over the plane. */
function noise(seed: number): (x: number, y: number) => number {
  const at = (x: number, y: number) => {
    let h = Math.imul(x, 374_761_393) + Math.imul(y, 668_265_263) + Math.imul(seed, 144_269_504);
    h = Math.imul(h ^ (h >>> 13), 1_274_126_177);
    return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296;
  };
  return (x, y) => {
    const left = Math.floor(x);
    const top = Math.floor(y);
    const u = x - left;
    const v = y - top;
    const a = u * u * (3 - 2 * u);
    const b = v * v * (3 - 2 * v);
    const upper = at(left, top) * (1 - a) + at(left + 1, top) * a;
    const lower = at(left, top + 1) * (1 - a) + at(left + 1, top + 1) * a;
    return upper * (1 - b) + lower * b;
  };
}

export function deskSurface(desk: Desk, random: Random): Surface {
  const coarse = noise(Math.floor(random.next() * 1e9));
  const fine = noise(Math.floor(random.next() * 1e9));
  const angle = random.between(0, Math.PI);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  if (desk === 'wood') {
    const [red, green, blue] = random.pick<readonly [number, number, number]>([
      [168, 118, 74],
      [128, 82, 50],
      [196, 150, 100],
    ]);
    return (x, y, out) => {
      const along = x * cos + y * sin;
      const across = y * cos - x * sin;
      const ring = coarse(along / 160, across / 14) * 26 + across / 5;
      const grain = (0.5 + 0.5 * Math.sin(ring)) * 0.16 + fine(along / 30, across / 0.7) * 0.2;
      // Boards of 110 mm with a dark joint.
      const board = Math.abs((((across % 110) + 110) % 110) - 55);
      const light = (0.8 + grain) * (board > 54.2 ? 0.55 : 1);
      out[0] = red * light;
      out[1] = green * light;
      out[2] = blue * light;
    };
  }
  if (desk === 'dark') {
    const base = random.between(34, 66);
    return (x, y, out) => {
      const light = base + (coarse(x / 3, y / 3) - 0.5) * 14 + (fine(x / 0.8, y / 0.8) - 0.5) * 12;
      out[0] = light;
      out[1] = light * 0.98;
      out[2] = light * 1.04;
    };
  }
  const base = desk === 'grey' ? random.between(120, 158) : random.between(186, 206);
  const warm = desk === 'grey' ? random.between(0.94, 1) : random.between(0.86, 0.95);
  return (x, y, out) => {
    const speckle = fine(x / 0.7, y / 0.7) > 0.8 ? -12 : 0;
    const light = base + speckle + (coarse(x / 40, y / 40) - 0.5) * 12;
    out[0] = light;
    out[1] = light * (0.5 + warm / 2);
    out[2] = light * warm;
  };
}
