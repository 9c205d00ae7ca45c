import type { Timers } from '../../contracts/clock.ts';

/** 高拍仪 and other cameras, by getUserMedia (Media Capture and Streams, W3C). */

export type CameraCode =
  | 'camera.missing'
  | 'camera.denied'
  | 'camera.inUse'
  | 'camera.unplugged'
  | 'device.timeout';
export type CameraState =
  | { phase: 'opening' }
  | { phase: 'live'; stream: MediaStream }
  /** Not to be had; looked for again by itself, except after `camera.denied`. */
  | { phase: 'out'; code: CameraCode };

/** What the page needs of `navigator.mediaDevices`. */
export type Media = Pick<
  MediaDevices,
  'getUserMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>;

/** The resolution asked for; a camera that has less gives its best. */
export type Wanted = Pick<MediaTrackConstraints, 'width' | 'height' | 'frameRate'>;
/** 8 megapixels of 4:3 show A4 at 280 dpi. */
export const FOR_PAGES: Wanted = { width: { ideal: 3_264 }, height: { ideal: 2_448 } };
/** Enough to see what was meant, little enough for a slow core to pack as it is filmed. */
export const FOR_FILMS: Wanted = {
  width: { ideal: 960 },
  height: { ideal: 540 },
  frameRate: { ideal: 15, max: 20 },
};
export const OPEN_TIMEOUT_MS = 10_000;
/** A camera that is out is looked for this often: not every system tells when one is plugged in. */
export const LOOK_AGAIN_MS = 1_500;
/** After plugging in, a camera needs a moment until it can be opened. */
export const PLUGGED_MS = 300;

export interface Camera {
  /** Looks for the camera now. */
  retry(): void;
  /** Switches it off; nothing more is told. */
  close(): void;
}

/** The code of a refusal by the name of its DOMException (Media Capture and Streams, 10.2). */
export function refusalCode(name: string): CameraCode {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'camera.denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'camera.missing';
  return name === 'TimeoutError' ? 'device.timeout' : 'camera.inUse';
}

const off = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

/**
 * Keeps one camera open until `close`. `match` is part of its label, in any case: only such a camera is taken, so that
 * a camera that looks at faces never photographs documents; without it the system's first one.
 */
export function openCamera(
  media: Media | undefined,
  match: string | undefined,
  timers: Timers,
  onState: (state: CameraState) => void,
  wanted: Wanted = FOR_PAGES,
): Camera {
  let closed = false;
  let stream: MediaStream | null = null;
  let attempt = 0;
  let stopWaiting = () => {};
  let code: CameraCode | null = null;

  const lookIn = (ms: number) => {
    stopWaiting();
    stopWaiting = timers.after(ms, () => void look());
  };
  const give = (next: CameraCode) => {
    if (closed) return;
    // Once lost, it stays lost for the citizen until it is back, whatever the looking meets meanwhile.
    code = code === 'camera.unplugged' && next === 'camera.missing' ? code : next;
    onState({ phase: 'out', code });
    if (code !== 'camera.denied') lookIn(LOOK_AGAIN_MS);
  };
  const look = async () => {
    if (closed || stream !== null) return;
    stopWaiting();
    attempt += 1;
    const own = attempt;
    if (code === null) onState({ phase: 'opening' });
    const opened = await find(media, match, timers, wanted);
    if (closed || own !== attempt) {
      if (typeof opened !== 'string') off(opened);
      return;
    }
    if (typeof opened === 'string') return give(opened);
    stream = opened;
    code = null;
    for (const track of opened.getTracks())
      track.addEventListener('ended', () => {
        if (stream !== opened) return;
        off(opened);
        stream = null;
        give('camera.unplugged');
      });
    onState({ phase: 'live', stream: opened });
  };
  const plugged = () => {
    if (stream === null) lookIn(PLUGGED_MS);
  };
  media?.addEventListener('devicechange', plugged);
  void look();
  return {
    retry() {
      code = null;
      void look();
    },
    close() {
      closed = true;
      stopWaiting();
      media?.removeEventListener('devicechange', plugged);
      if (stream !== null) off(stream);
      stream = null;
    },
  };
}

/** The matching camera's stream, or why there is none. */
async function find(
  media: Media | undefined,
  match: string | undefined,
  timers: Timers,
  size: Wanted,
): Promise<MediaStream | CameraCode> {
  // Pages that are not a secure context have no mediaDevices.
  if (media === undefined) return 'camera.missing';
  try {
    if (match === undefined) return await open(media, undefined, timers, size);
    // Before the first permission cameras have no labels: opening any one gives them.
    if ((await cameras(media)).every((c) => c.label === '')) off(await open(media, undefined, timers, size));
    const wanted = match.toLowerCase();
    const found = (await cameras(media)).find((c) => c.label.toLowerCase().includes(wanted));
    return found === undefined ? 'camera.missing' : await open(media, found.deviceId, timers, size);
  } catch (e) {
    return refusalCode(e instanceof Error ? e.name : '');
  }
}

const cameras = async (media: Media): Promise<MediaDeviceInfo[]> =>
  (await media.enumerateDevices()).filter((d) => d.kind === 'videoinput');

/** Rejects after `OPEN_TIMEOUT_MS`; a camera that comes later is switched off at once. */
function open(
  media: Media,
  deviceId: string | undefined,
  timers: Timers,
  size: Wanted,
): Promise<MediaStream> {
  return new Promise((resolve, reject) => {
    let late = false;
    const stopClock = timers.after(OPEN_TIMEOUT_MS, () => {
      late = true;
      reject(new DOMException('the camera did not answer', 'TimeoutError'));
    });
    media
      .getUserMedia({
        audio: false,
        video: { ...size, ...(deviceId !== undefined && { deviceId: { exact: deviceId } }) },
      })
      .then(
        (stream) => {
          stopClock();
          if (late) off(stream);
          else resolve(stream);
        },
        (reason) => {
          stopClock();
          reject(reason);
        },
      );
  });
}
