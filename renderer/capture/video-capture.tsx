import { useEffect, useMemo, useRef, useState } from 'react';
import type { Locale } from '../../contracts/primitives.ts';
import { MAX_VIDEO_MS } from '../../contracts/video.ts';
import './capture.css';
import './video.css';
import { secondsOf, useTimeLeft } from '../countdown.ts';
import { Button } from '../design/button.tsx';
import { Ring } from '../design/ring.tsx';
import { pageTimers } from './browser.ts';
import { type CameraState, FOR_FILMS } from './camera.ts';
import { Fit } from './fit.tsx';
import { useCamera, useHeading } from './hooks.ts';
import { CaptureIcon } from './icons.tsx';
import {
  createRecorder,
  FILM_BITS,
  FILM_TYPE,
  type FilmEvents,
  type Recorder,
  type Recording,
} from './recorder.ts';
import { Simulated } from './simulated.tsx';
import { type CaptureTexts, captureTexts } from './texts.ts';
import { type CameraReport, useReports } from './use-reports.ts';

interface VideoCaptureProps {
  locale: Locale;
  /** Part of the camera's label, from its declaration. */
  match?: string;
  simulated?: boolean;
  onKeep: (film: Blob) => void;
  onCancel: () => void;
  /** The citizen did something here: time goes on. */
  onSign?: () => void;
  onCamera?: (report: CameraReport) => void;
}

/**
 * Records a short film without sound: what it is for and the citizen's consent first, then the camera, then the film is
 * played back before it is kept. The camera is on only between consent and the end of the recording.
 */
export function VideoCapture(o: VideoCaptureProps) {
  const texts = captureTexts(o.locale);
  const [page, setPage] = useState<'consent' | 'camera' | 'review'>('consent');
  const [film, setFilm] = useState<Blob | null>(null);
  if (page === 'consent')
    return <Consent texts={texts} onAgree={() => setPage('camera')} onCancel={o.onCancel} />;
  if (page === 'review' && film !== null)
    return (
      <Review
        texts={texts}
        film={film}
        onKeep={() => o.onKeep(film)}
        onAgain={() => {
          setFilm(null);
          setPage('camera');
        }}
        onDrop={o.onCancel}
      />
    );
  return (
    <Filming
      {...o}
      texts={texts}
      onFilm={(made) => {
        o.onSign?.();
        setFilm(made);
        setPage('review');
      }}
    />
  );
}

const SECONDS = MAX_VIDEO_MS / 1_000;

function Consent(o: { texts: CaptureTexts; onAgree: () => void; onCancel: () => void }) {
  const { t } = o.texts;
  const heading = useHeading();
  return (
    <section className="capture video__consent" aria-label={t('video.title')}>
      <div className="video__sheet">
        <h2 ref={heading} tabIndex={-1}>
          {t('video.title')}
        </h2>
        <ul className="video__points">
          <li>{t('video.what', { n: SECONDS })}</li>
          <li>{t('video.silent')}</li>
          <li>{t('video.who')}</li>
          <li>{t('video.others')}</li>
        </ul>
      </div>
      <div className="video__foot">
        <Button size="main" icon="back" onPress={o.onCancel}>
          {t('action.back')}
        </Button>
        <Button size="main" kind="primary" onPress={o.onAgree}>
          {t('video.agree')}
        </Button>
      </div>
    </section>
  );
}

function Filming(o: VideoCaptureProps & { texts: CaptureTexts; onFilm: (film: Blob) => void }) {
  const { texts, onFilm, onSign } = o;
  const { t } = texts;
  const video = useRef<HTMLVideoElement>(null);
  const heading = useHeading();
  const [ratio, setRatio] = useState(16 / 9);
  const { state: camera, retry } = useCamera(o.match, FOR_FILMS);
  useReports(camera, o.onCamera);
  const stream = camera.phase === 'live' ? camera.stream : null;
  const { recording, recorder } = useRecorder(stream);

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
  useEffect(() => {
    if (recording.phase === 'done') onFilm(recording.film);
  }, [recording, onFilm]);

  const start = () => {
    onSign?.();
    recorder?.start();
  };
  const problem = problemOf(camera, recording);
  const isOn = recording.phase === 'recording';
  const isPacking = recording.phase === 'packing' || recording.phase === 'done';
  return (
    <section className="capture" data-phase={camera.phase} aria-label={t('video.title')}>
      <div className="capture__words">
        <h2 ref={heading} tabIndex={-1}>
          {t('video.aim')}
        </h2>
        <p role="status" className={problem === null ? 'capture__hint' : 'capture__hint capture__hint--warn'}>
          {problem === null ? t(isPacking ? 'busy' : hintOf(camera, isOn)) : texts.error(problem)}
        </p>
      </div>
      <div className="capture__picture">
        <Fit ratio={ratio}>
          <video
            ref={video}
            aria-label={t('live.preview')}
            muted
            playsInline
            hidden={stream === null}
            onLoadedMetadata={({ currentTarget: { videoWidth, videoHeight } }) =>
              setRatio(videoWidth > 0 && videoHeight > 0 ? videoWidth / videoHeight : 16 / 9)
            }
          />
          {isOn && <OnAir texts={texts} endsAt={recording.endsAt} />}
          {o.simulated === true && <Simulated texts={texts} />}
        </Fit>
      </div>
      <div className="capture__actions">
        {isOn ? (
          <Button size="main" kind="primary" onPress={() => recorder?.stop()}>
            {t('video.stop')}
          </Button>
        ) : camera.phase === 'out' ? (
          <Button size="main" kind="primary" onPress={retry}>
            {t('action.retry')}
          </Button>
        ) : (
          <Button size="main" kind="primary" disabled={stream === null || isPacking} onPress={start}>
            <CaptureIcon name="camera" />
            {t('video.start')}
          </Button>
        )}
        <Button size="main" icon="back" onPress={o.onCancel}>
          {t('video.without')}
        </Button>
      </div>
    </section>
  );
}

function useRecorder(stream: MediaStream | null): { recording: Recording; recorder: Recorder | null } {
  const [recording, setRecording] = useState<Recording>({ phase: 'ready' });
  const recorder = useMemo(
    () =>
      stream === null
        ? null
        : createRecorder({
            open: (events) => openRecorder(stream, events),
            timers: pageTimers,
            now: () => performance.now(),
            onState: setRecording,
          }),
    [stream],
  );
  useEffect(() => {
    setRecording({ phase: 'ready' });
    return () => recorder?.close();
  }, [recorder]);
  return { recording, recorder };
}

function openRecorder(stream: MediaStream, events: FilmEvents): MediaRecorder {
  const recorder = new MediaRecorder(stream, { mimeType: FILM_TYPE, videoBitsPerSecond: FILM_BITS });
  recorder.ondataavailable = ({ data }) => events.slice(data);
  recorder.onstop = events.stopped;
  recorder.onerror = events.broke;
  return recorder;
}

const problemOf = (camera: CameraState, recording: Recording): string | null => {
  if (camera.phase === 'out') return camera.code;
  return recording.phase === 'failed' ? 'video.bad' : null;
};

const hintOf = (camera: CameraState, isOn: boolean) => {
  if (camera.phase !== 'live') return 'live.opening';
  return isOn ? 'video.on' : 'video.ready';
};

const pageNow = () => performance.now();

/** That it records, and for how long still: a red dot, words and a ring. */
function OnAir({ texts, endsAt }: { texts: CaptureTexts; endsAt: number }) {
  const [from] = useState(pageNow);
  const left = useTimeLeft(endsAt - from, from, pageNow);
  return (
    <p className="video__air">
      <span className="video__dot" aria-hidden="true" />
      {texts.t('video.left', { n: secondsOf(left) })}
      <Ring fraction={Math.min(1, left / MAX_VIDEO_MS)} />
    </p>
  );
}

function Review(o: {
  texts: CaptureTexts;
  film: Blob;
  onKeep: () => void;
  onAgain: () => void;
  onDrop: () => void;
}) {
  const { t } = o.texts;
  const heading = useHeading();
  const video = useRef<HTMLVideoElement>(null);
  const [ratio, setRatio] = useState(16 / 9);
  const [failed, setFailed] = useState(false);
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(o.film);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [o.film]);
  const replay = () => {
    const element = video.current;
    if (element === null) return;
    element.currentTime = 0;
    element.play().catch(() => setFailed(true));
  };
  return (
    <section className="capture" aria-label={t('video.title')}>
      <div className="capture__words">
        <h2 ref={heading} tabIndex={-1}>
          {t('video.check')}
        </h2>
        <p role="status" className={failed ? 'capture__hint capture__hint--warn' : 'capture__hint'}>
          {failed ? o.texts.error('video.bad') : t('video.checkHint')}
        </p>
      </div>
      <div className="capture__picture">
        <Fit ratio={ratio}>
          {url !== null && (
            <video
              ref={video}
              src={url}
              aria-label={t('video.film')}
              autoPlay
              muted
              playsInline
              onError={() => setFailed(true)}
              onLoadedMetadata={({ currentTarget: { videoWidth, videoHeight } }) =>
                setRatio(videoWidth > 0 && videoHeight > 0 ? videoWidth / videoHeight : 16 / 9)
              }
            />
          )}
        </Fit>
      </div>
      <div className="capture__actions">
        <Button size="main" kind="primary" disabled={failed} onPress={o.onKeep}>
          {t('video.keep')}
        </Button>
        <Button size="main" icon="play" disabled={failed} onPress={replay}>
          {t('video.replay')}
        </Button>
        <Button size="main" onPress={o.onAgain}>
          {t('video.again')}
        </Button>
        <Button size="main" onPress={o.onDrop}>
          {t('video.drop')}
        </Button>
      </div>
    </section>
  );
}
