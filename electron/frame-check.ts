import type { Timers } from '../contracts/clock.ts';

/** What the check needs of a window's contents. */
export interface Capturable {
  capturePage(): Promise<{
    isEmpty(): boolean;
    resize(options: { width: number }): { toBitmap(): Uint8Array };
  }>;
}

/** Difference of a colour channel (0–255) that no longer counts as the same colour. */
const TOLERANCE = 3;
const SAMPLE_WIDTH_PX = 320;

/** Is a bitmap of 4-byte pixels all of one colour? One without pixels is. */
export function isUniform(bitmap: Uint8Array): boolean {
  for (let i = 4; i < bitmap.length; i += 1) {
    if (Math.abs((bitmap[i] ?? 0) - (bitmap[i % 4] ?? 0)) > TOLERANCE) return false;
  }
  return true;
}

/**
 * Looks at what is painted; the picture never leaves this function.
 * `blank`: uniform, or no picture within `timeoutMs` (a hung GPU process gives no event).
 * `unknown`: nothing to capture now (screen locked, window hidden).
 */
export async function checkFrame(
  contents: Capturable,
  timers: Timers,
  timeoutMs: number,
): Promise<'painted' | 'blank' | 'unknown'> {
  let cancel: () => void = () => undefined;
  const late = new Promise<'blank'>((resolve) => {
    cancel = timers.after(timeoutMs, () => resolve('blank'));
  });
  const look = contents.capturePage().then(
    (image) => {
      if (image.isEmpty()) return 'unknown' as const;
      return isUniform(image.resize({ width: SAMPLE_WIDTH_PX }).toBitmap()) ? 'blank' : 'painted';
    },
    () => 'unknown' as const,
  );
  const verdict = await Promise.race([look, late]);
  cancel();
  return verdict;
}
