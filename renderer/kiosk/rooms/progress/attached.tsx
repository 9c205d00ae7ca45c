import { lazy, Suspense, useState } from 'react';
import { MAX_VIDEO_MS } from '../../../../contracts/video.ts';
import type { CameraReport } from '../../../capture/use-reports.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { useKiosk } from '../../context.ts';
import { useLoad, useOnce } from '../use-load.ts';
import { useTexts } from './texts.ts';

const PageCapture = lazy(async () => ({
  default: (await import('../../../capture/index.tsx')).PageCapture,
}));
const VideoCapture = lazy(async () => ({
  default: (await import('../../../capture/video-capture.tsx')).VideoCapture,
}));

type Kind = 'photo' | 'video';
const NOTHING: Readonly<Record<Kind, boolean>> = { photo: false, video: false };

interface AttachedProps {
  visitId: string;
  sessionId: string;
  /** Why what was attached could not be kept; null: it could, or there is nothing. */
  fault: string | null;
}

/** A photograph and a short video beside the rating, where the machine has a camera. */
export function AttachedRow({ visitId, sessionId, fault }: AttachedProps) {
  const { t, error } = useTexts();
  const { display, link } = useKiosk();
  const { loaded } = useLoad('camera', (terminal) => terminal.rooms.progress.camera({ visitId }));
  const { busy, once } = useOnce();
  const [open, setOpen] = useState<Kind | null>(null);
  const [there, setThere] = useState(NOTHING);
  const [refusal, setRefusal] = useState<string | null>(null);
  const camera = loaded.state === 'ready' ? loaded.value : null;
  if (camera === null) return null;

  const close = () => setOpen(null);
  const put = async (kind: Kind, made: Blob) => {
    close();
    setRefusal(null);
    const file = new File([made], kind, { type: made.type });
    const reply = await once(({ rooms: { progress } }) => progress.rate[kind]({ visitId, sessionId, file }));
    if (reply?.ok) setThere({ ...there, [kind]: true });
    else if (reply !== null) setRefusal(reply.code);
  };
  const remove = async (kind: Kind) => {
    const reply = await once((terminal) => terminal.rooms.progress.rate.detach({ visitId, sessionId, kind }));
    if (reply?.ok) setThere({ ...there, [kind]: false });
  };
  const report = ({ state, code }: CameraReport) =>
    void link.send((terminal) => terminal.devices.pageReport({ deviceId: camera.deviceId, state, code }));
  const sign = () => void link.send((terminal) => terminal.rooms.progress.rate.touch({ visitId, sessionId }));
  const own = { locale: display.locale, ...(camera.match !== null && { match: camera.match }) };
  return (
    <div className="progress__photo">
      <p role="status">{fault !== null ? t('rating.attachedFailed') : t(statusOf(there))}</p>
      {refusal !== null && (
        <p className="refusal" role="alert">
          {error(refusal)}
        </p>
      )}
      <div className="progress__photoways">
        <Button disabled={busy} onPress={() => setOpen('photo')}>
          {t(there.photo ? 'rating.photoAgain' : 'rating.photo')}
        </Button>
        {there.photo && (
          <Button disabled={busy} onPress={() => void remove('photo')}>
            {t('rating.photoRemove')}
          </Button>
        )}
        <Button disabled={busy} onPress={() => setOpen('video')}>
          {t(there.video ? 'rating.videoAgain' : 'rating.video', { n: MAX_VIDEO_MS / 1_000 })}
        </Button>
        {there.video && (
          <Button disabled={busy} onPress={() => void remove('video')}>
            {t('rating.videoRemove')}
          </Button>
        )}
      </div>
      {open !== null && (
        <Dialog
          full
          bare
          title={t(open === 'photo' ? 'rating.photoTitle' : 'rating.videoTitle')}
          onClose={close}
        >
          <Suspense fallback={null}>
            {open === 'photo' ? (
              <PageCapture
                {...own}
                title={t('rating.photoTitle')}
                onCancel={close}
                onCamera={report}
                onKeep={({ page }) => void put('photo', page)}
              />
            ) : (
              <VideoCapture
                {...own}
                onCancel={close}
                onCamera={report}
                onSign={sign}
                onKeep={(film) => void put('video', film)}
              />
            )}
          </Suspense>
        </Dialog>
      )}
    </div>
  );
}

const statusOf = ({ photo, video }: Readonly<Record<Kind, boolean>>) => {
  if (photo && video) return 'rating.bothThere';
  if (video) return 'rating.videoThere';
  return photo ? 'rating.photoThere' : 'rating.photoHint';
};
