import { type RefObject, useEffect, useRef, useState } from 'react';
import { CONFIDENT, type FoundPage } from './edges.ts';
import { isCutOff, type Quad, scaleQuad } from './geometry.ts';
import type { PageWorker } from './page-worker.ts';
import { isSteady, restless, watch } from './steady.ts';

/** Frames searched a second, at most: enough for an outline that follows, little enough for a slow core. */
const FRAMES_PER_SECOND = 6;
/** Long side of the frames that are searched, in pixels: less sharp than a page's own search, and quick. */
const FRAME_SIDE = 448;
/** An outline stays for as long after the page was last seen: single frames fail. ms. */
const KEEP_MS = 600;

export interface Seen {
  /** The outline in the video's own pixels. */
  quad: Quad | null;
  /** The page's outline is cut by the picture's frame. */
  cutOff: boolean;
}

const NOTHING: Seen = { quad: null, cutOff: false };

/** Looks for the page in the live picture while `active`; calls `onSteady` once when it has lain still. */
export function useLive(
  video: RefObject<HTMLVideoElement | null>,
  worker: PageWorker | null,
  active: boolean,
  onSteady: (() => void) | null,
): Seen {
  const [seen, setSeen] = useState(NOTHING);
  const steadily = useRef(onSteady);
  useEffect(() => {
    steadily.current = onSteady;
  });
  useEffect(() => {
    if (!active || worker === null) return setSeen(NOTHING);
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    let lastSeen = Number.NEGATIVE_INFINITY;
    let steady = restless;
    const again = () => {
      if (over) return;
      timer = setTimeout(
        () => void look(),
        Math.max(0, last + 1_000 / FRAMES_PER_SECOND - performance.now()),
      );
    };
    const look = async () => {
      last = performance.now();
      const frame = await grab(video.current);
      if (frame === null) return again();
      if (over) return frame.bitmap.close();
      const found = await worker.outline(frame.bitmap);
      if (over) return;
      const now = performance.now();
      const next = seenOf(found, frame);
      if (next !== NOTHING) lastSeen = now;
      if (next !== NOTHING || now - lastSeen > KEEP_MS) setSeen(next);
      steady = watch(steady, found, now);
      if (steadily.current !== null && isSteady(steady, now)) {
        steady = restless;
        steadily.current();
      }
      again();
    };
    again();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [active, worker, video]);
  return seen;
}

function seenOf(found: FoundPage | null, { width, height, scale }: Omit<Frame, 'bitmap'>): Seen {
  if (found === null || found.confidence < CONFIDENT) return NOTHING;
  if (found.frameSides > 0) return { quad: null, cutOff: true };
  return { quad: scaleQuad(found.quad, scale), cutOff: isCutOff(found.quad, width, height) };
}

interface Frame {
  bitmap: ImageBitmap;
  width: number;
  height: number;
  /** Pixels of the video to one of the frame. */
  scale: number;
}

/** One small frame of the video; null while it has none. */
async function grab(video: HTMLVideoElement | null): Promise<Frame | null> {
  if (video === null || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0)
    return null;
  const { videoWidth, videoHeight } = video;
  const scale = Math.max(1, Math.max(videoWidth, videoHeight) / FRAME_SIDE);
  const [width, height] = [Math.round(videoWidth / scale), Math.round(videoHeight / scale)];
  const bitmap = await createImageBitmap(video, {
    resizeWidth: width,
    resizeHeight: height,
    resizeQuality: 'medium',
  }).catch(() => null);
  return bitmap === null ? null : { bitmap, width, height, scale };
}
