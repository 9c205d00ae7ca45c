/**
 * Full jitter: U(0, min(cap, base·2ⁿ)) ms. `attempt` counts failures so far, from 0; `random` is U[0,1).
 * Source: the sync rules of this product (cap 15 min, base 1 s).
 */
export function fullJitter(attempt: number, random: number, baseMs = 1_000, capMs = 15 * 60_000): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 40));
  return Math.floor(ceiling * random);
}
