import { distance, type Quad, sidesOf, uprightQuad } from './geometry.ts';
import { type Gradient, gradientOf, percentileOf } from './gradient.ts';
import { findLines, frameLines, profileOf, stepAt, type Thresholds } from './lines.ts';
import type { Picture } from './picture.ts';
import { type Candidate, type Edge, findQuads, judge } from './quads.ts';
import { refineLine } from './refine.ts';

/** The page's outline in a picture. */
export interface FoundPage {
  /** In the picture's pixels, from the corner that is nearest to its top left. */
  quad: Quad;
  /** 0–1, of the sides that are a page's edges. */
  confidence: number;
  /** Sides that are the picture's own frame, because the page has no edge within it there. At most two. */
  frameSides: number;
}

/**
 * Least confidence at which the corners are used without asking. Of 768 made photographs (README) 98.4 % were right
 * with more than this; the highest of a wrong outline was 0.54.
 */
export const CONFIDENT = 0.6;

const LINES = 40;
const CANDIDATES = 8;
/** Least gradient of an edge, levels a pixel: some times what the picture has everywhere, within these bounds. */
const EDGE_OVER_TEXTURE = 1.6;
const LEAST_GRADIENT = 1.6;
const MOST_GRADIENT = 5;
/** Least difference in colour between page and desk, levels. */
const LEAST_STEP = 9;

/** Finds one page in a picture of some hundreds of pixels; null when nothing looks like one. */
export function findPage(picture: Picture): FoundPage | null {
  const best = candidatesOf(picture)[0];
  if (best === undefined) return null;
  return {
    quad: uprightQuad(best.quad),
    confidence: confidenceOf(best),
    frameSides: best.edges.filter((e) => e.line.frame).length,
  };
}

/** Outlines that may be the page, best first. */
export function candidatesOf(picture: Picture): Judged[] {
  const { width, height } = picture;
  const gradient = gradientOf(picture);
  const texture = percentileOf(gradient.size, 0.6);
  const least: Thresholds = {
    gradient: Math.min(MOST_GRADIENT, Math.max(LEAST_GRADIENT, EDGE_OVER_TEXTURE * texture)),
    step: LEAST_STEP,
  };
  const lines = [...findLines(gradient, least.gradient, LINES), ...frameLines(width, height)];
  const edges = lines.map((line): Edge => ({ line, profile: profileOf(line, gradient, picture, least) }));
  const rough = [
    ...findQuads(edges, true, width, height, CANDIDATES),
    ...findQuads(edges, false, width, height, CANDIDATES),
  ];
  const judged = rough.flatMap((c) => {
    const fine = refine(c, gradient, picture, least);
    return fine === null ? [] : [{ ...fine, apart: apartness(fine, picture) }];
  });
  return judged.sort((a, b) => rankOf(b) - rankOf(a));
}

export interface Judged extends Candidate {
  /** Share of the worst side, 0–1, along which the colours beyond the edge stay different: not so of a printed frame. */
  apart: number;
}

const rankOf = ({ score, apart }: Judged): number => score * (0.3 + 0.7 * apart);

/** How far from a side the colours are compared: a share of the page's shorter side, and at most so many pixels. */
const APART_SHARE = 0.04;
const APART_PIXELS = 14;
const APART_SAMPLES = 40;

function apartness({ quad, edges }: Candidate, picture: Picture): number {
  const sides = sidesOf(quad);
  const shorter = Math.min(...sides.map(([p, q]) => distance(p, q)));
  const reach = Math.min(APART_PIXELS, Math.max(6, APART_SHARE * shorter));
  const shares = sides.map(([p, q], i) => {
    const { line } = edges[i as 0];
    if (line.frame) return 1;
    let count = 0;
    for (let k = 0; k < APART_SAMPLES; k += 1) {
      const t = 0.08 + (0.84 * (k + 0.5)) / APART_SAMPLES;
      const [x, y] = [p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t];
      if (stepAt(line, x, y, picture, reach) >= LEAST_STEP) count += 1;
    }
    return count / APART_SAMPLES;
  });
  return Math.min(...shares);
}

function confidenceOf({ support, goesOn, apart, edges }: Judged): number {
  const own = support.filter((_, i) => !edges[i as 0].line.frame);
  // Two sides in three being different from the desk are enough: shadows and hands fall over the rest.
  return Math.min(...own) * Math.min(1, apart * 1.5) * (1 - goesOn);
}

function refine(
  candidate: Candidate,
  gradient: Gradient,
  picture: Picture,
  least: Thresholds,
): Candidate | null {
  const { quad } = candidate;
  const again = (i: 0 | 1 | 2 | 3): Edge => {
    const [from, to] = [quad[i], quad[((i + 1) % 4) as 0]];
    const line = refineLine(candidate.edges[i].line, from, to, gradient, least.gradient);
    return { line, profile: profileOf(line, gradient, picture, least) };
  };
  return judge([again(0), again(1), again(2), again(3)], picture.width, picture.height);
}
