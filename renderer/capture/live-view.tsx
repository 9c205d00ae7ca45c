import { useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '../design/button.tsx';
import type { CameraState } from './camera.ts';
import { Fit } from './fit.tsx';
import { useHeading } from './hooks.ts';
import { CaptureIcon } from './icons.tsx';
import type { PageResult } from './messages.ts';
import type { PageWorker } from './page-worker.ts';
import { Simulated } from './simulated.tsx';
import type { CaptureTexts } from './texts.ts';
import { type Seen, useLive } from './use-live.ts';

interface LiveViewProps {
  texts: CaptureTexts;
  title: string;
  camera: CameraState;
  worker: PageWorker | null;
  auto: boolean;
  simulated: boolean;
  onRetry: () => void;
  onPage: (result: PageResult) => void;
  onCancel: () => void;
}

/** The live picture with the paper's outline, and one large button. */
export function LiveView({
  texts,
  title,
  camera,
  worker,
  auto,
  simulated,
  onRetry,
  onPage,
  onCancel,
}: LiveViewProps) {
  const { t } = texts;
  const video = useRef<HTMLVideoElement>(null);
  const heading = useHeading();
  const [size, setSize] = useState({ width: 4, height: 3 });
  const [taking, setTaking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const stream = camera.phase === 'live' ? camera.stream : null;

  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = stream;
    // A stream that ends while it starts to play rejects this; the camera's own state says so.
    if (stream !== null) element.play().catch(() => {});
    return () => {
      element.srcObject = null;
    };
  }, [stream]);

  const take = useCallback(async () => {
    const element = video.current;
    if (element === null || worker === null || element.videoWidth === 0) return;
    setTaking(true);
    setProblem(null);
    const frame = await createImageBitmap(element).catch(() => null);
    element.pause();
    const made =
      frame === null ? null : await worker.page({ source: frame, kind: 'camera', corners: null, turns: 0 });
    if (made?.ok) return onPage(made.value);
    // The component has gone.
    if (made?.error.code === 'device.stopped') return;
    setProblem(made?.error.code ?? 'camera.badPicture');
    setTaking(false);
    element.play().catch(() => {});
  }, [worker, onPage]);

  const live = stream !== null;
  const seen = useLive(video, worker, live && !taking, auto && problem === null ? take : null);
  const out = camera.phase === 'out' ? camera.code : null;
  const message = out ?? problem;
  return (
    <section className="capture" data-phase={camera.phase} aria-label={title}>
      <div className="capture__words">
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <p role="status" className={message === null ? 'capture__hint' : 'capture__hint capture__hint--warn'}>
          {message === null ? t(hintOf(camera, seen, taking, auto)) : texts.error(message)}
        </p>
      </div>
      <div className="capture__picture">
        <Fit ratio={size.width / size.height}>
          <video
            ref={video}
            aria-label={t('live.preview')}
            muted
            playsInline
            hidden={!live}
            onLoadedMetadata={(e) => setSize(sizeOf(e.currentTarget))}
            onResize={(e) => setSize(sizeOf(e.currentTarget))}
          />
          {live ? <Outline seen={seen} {...size} /> : <DeskDrawing />}
          {simulated && <Simulated texts={texts} />}
        </Fit>
      </div>
      <div className="capture__actions">
        {out === null ? (
          <Button size="main" kind="primary" disabled={!live || taking} onPress={() => void take()}>
            <CaptureIcon name="camera" />
            {t('action.take')}
          </Button>
        ) : (
          <Button size="main" kind="primary" onPress={onRetry}>
            {t('action.retry')}
          </Button>
        )}
        <Button size="main" icon="back" onPress={onCancel}>
          {t('action.back')}
        </Button>
      </div>
    </section>
  );
}

const sizeOf = ({ videoWidth, videoHeight }: HTMLVideoElement) => ({
  width: Math.max(1, videoWidth),
  height: Math.max(1, videoHeight),
});

function hintOf(camera: CameraState, seen: Seen, taking: boolean, auto: boolean) {
  if (taking) return 'busy';
  if (camera.phase !== 'live') return 'live.opening';
  if (seen.cutOff) return 'live.cutOff';
  if (seen.quad === null) return 'live.place';
  return auto ? 'live.hold' : 'live.seen';
}

function Outline({ seen, width, height }: { seen: Seen; width: number; height: number }) {
  return (
    <svg className="capture__outline" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {seen.quad !== null && <polygon points={seen.quad.map((p) => `${p.x},${p.y}`).join(' ')} />}
    </svg>
  );
}

/** A sheet under a camera: shown where the picture will be. */
function DeskDrawing() {
  return (
    <svg className="capture__drawing" viewBox="0 0 120 90" aria-hidden="true">
      <path d="M22 78V14h34" />
      <path d="M48 10h18v9H48z" />
      <path d="M57 19v4M52 24l-8 26M62 24l8 26" strokeDasharray="2 3" />
      <path d="M38 56h40l10 20H30z" />
      <path d="M46 62h24M44 68h30" />
      <path d="M14 78h92" />
    </svg>
  );
}
