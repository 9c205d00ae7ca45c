/** What the camera view shows. `nothing`: it has looked for a while in vain, and goes on looking. */
export type CameraState = 'asking' | 'looking' | 'nothing' | 'denied' | 'absent' | 'failed';

/** Frames decoded a second, at most: enough for a hand-held paper, little enough for a slow core. */
export const FRAMES_PER_SECOND = 8;
/** After this long without a code the view offers typing. */
export const NOTHING_AFTER_MS = 20_000;
export const OPEN_TIMEOUT_MS = 10_000;
/** A decoder that has not answered for this long is given up. */
export const DECODE_TIMEOUT_MS = 10_000;
/** Frames are scaled to this width, in pixels, before decoding: a receipt's code is still several pixels a module. */
export const FRAME_WIDTH = 960;

/** What a refusal of `getUserMedia` means, by the name of its DOMException (Media Capture and Streams, 10.2). */
export function refusal(name: string): CameraState {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'absent';
  return 'failed';
}

/** Messages to and from the decoder's worker. */
export type ToDecoder = { type: 'open'; wasm: string } | { type: 'frame'; bitmap: ImageBitmap };
export type FromDecoder = { type: 'ready' } | { type: 'broken' } | { type: 'frame'; text: string | null };
