import {
  type CameraState,
  DECODE_TIMEOUT_MS,
  FRAME_WIDTH,
  FRAMES_PER_SECOND,
  type FromDecoder,
  NOTHING_AFTER_MS,
  OPEN_TIMEOUT_MS,
  refusal,
  type ToDecoder,
} from './camera.ts';

/** The decoder's binary, out of our own bundle. */
const WASM = new URL('zxing-wasm/reader/zxing_reader.wasm', import.meta.url);

interface Looking {
  video: HTMLVideoElement;
  onState: (state: CameraState) => void;
  /** The first code read; after it the camera is off. */
  onScan: (text: string) => void;
}

/**
 * Opens the camera, shows it in `video` and looks for a QR code until one is found or the returned function is called.
 * Either way the camera and the decoder are off afterwards.
 */
export function look({ video, onState, onScan }: Looking): () => void {
  const worker = new Worker(new URL('./decoder.worker.ts', import.meta.url), { type: 'module' });
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let stream: MediaStream | null = null;
  let over = false;
  let opened = false;
  let ready = false;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  let lastFrame = 0;

  const later = (ms: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
    return timer;
  };
  const calm = () => {
    clearTimeout(watchdog);
    if (watchdog !== undefined) timers.delete(watchdog);
  };
  const stop = () => {
    over = true;
    for (const timer of timers) clearTimeout(timer);
    worker.terminate();
    for (const track of stream?.getTracks() ?? []) track.stop();
    video.srcObject = null;
  };
  const give = (state: CameraState) => {
    if (over) return;
    stop();
    onState(state);
  };
  const send = (message: ToDecoder, transfer: Transferable[] = []) => {
    calm();
    watchdog = later(DECODE_TIMEOUT_MS, () => give('failed'));
    worker.postMessage(message, transfer);
  };
  const nextFrame = () => {
    if (!opened || !ready || over) return;
    later(Math.max(0, lastFrame + 1000 / FRAMES_PER_SECOND - performance.now()), () => void frame());
  };
  const frame = async () => {
    lastFrame = performance.now();
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return nextFrame();
    const bitmap = await createImageBitmap(video, {
      resizeWidth: Math.min(FRAME_WIDTH, video.videoWidth),
    }).catch(() => null);
    if (bitmap === null) return nextFrame();
    if (over) return bitmap.close();
    send({ type: 'frame', bitmap }, [bitmap]);
  };

  worker.addEventListener('message', ({ data }: MessageEvent<FromDecoder>) => {
    calm();
    if (over) return;
    if (data.type === 'broken') return give('failed');
    if (data.type === 'ready') ready = true;
    else if (data.text !== null) {
      stop();
      return onScan(data.text);
    }
    nextFrame();
  });
  worker.addEventListener('error', () => give('failed'));

  void openCamera()
    .then(async (camera) => {
      if (over) return close(camera);
      stream = camera;
      for (const track of camera.getTracks()) track.addEventListener('ended', () => give('failed'));
      video.srcObject = camera;
      await video.play();
      if (over) return;
      opened = true;
      onState('looking');
      later(NOTHING_AFTER_MS, () => onState('nothing'));
      nextFrame();
    })
    .catch((e) => give(refusal(e instanceof Error ? e.name : '')));

  onState('asking');
  send({ type: 'open', wasm: WASM.href });
  return stop;
}

const close = (camera: MediaStream): void => {
  for (const track of camera.getTracks()) track.stop();
};

/** The camera, or a rejection after `OPEN_TIMEOUT_MS`; a camera that comes later than that is closed at once. */
async function openCamera(): Promise<MediaStream> {
  // Pages that are not a secure context have no mediaDevices.
  if (navigator.mediaDevices === undefined) throw new DOMException('no media devices', 'NotFoundError');
  let late = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new DOMException('the camera did not answer', 'TimeoutError'));
    }, OPEN_TIMEOUT_MS);
  });
  const camera = navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  camera.then((c) => late && close(c)).catch(() => {});
  try {
    return await Promise.race([camera, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
