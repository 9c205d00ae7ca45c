import { lazy, Suspense, useState } from 'react';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { useKiosk } from '../../context.ts';
import { useLoad, useOnce } from '../use-load.ts';
import { useTexts } from './texts.ts';

const PageCapture = lazy(async () => ({
  default: (await import('../../../capture/index.tsx')).PageCapture,
}));

interface PhotoProps {
  visitId: string;
  sessionId: string;
  /** Why the photograph could not be kept; null: it could, or there is none. */
  fault: string | null;
}

/** A photograph beside the rating, where the machine has a camera. */
export function PhotoRow({ visitId, sessionId, fault }: PhotoProps) {
  const { t, error } = useTexts();
  const { display, link } = useKiosk();
  const { loaded } = useLoad('camera', (terminal) => terminal.rooms.progress.camera({ visitId }));
  const { busy, once } = useOnce();
  const [open, setOpen] = useState(false);
  const [isThere, setThere] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const camera = loaded.state === 'ready' ? loaded.value : null;
  if (camera === null) return null;

  const put = async (page: Blob) => {
    setOpen(false);
    setRefusal(null);
    const file = new File([page], 'photo', { type: page.type });
    const reply = await once((terminal) => terminal.rooms.progress.rate.photo({ visitId, sessionId, file }));
    if (reply?.ok) setThere(true);
    else if (reply !== null) setRefusal(reply.code);
  };
  const remove = async () => {
    const reply = await once((terminal) => terminal.rooms.progress.rate.dropPhoto({ visitId, sessionId }));
    if (reply?.ok) setThere(false);
  };
  return (
    <div className="progress__photo">
      <p role="status">
        {fault !== null ? t('rating.photoFailed') : t(isThere ? 'rating.photoThere' : 'rating.photoHint')}
      </p>
      {refusal !== null && (
        <p className="refusal" role="alert">
          {error(refusal)}
        </p>
      )}
      <div className="progress__photoways">
        <Button disabled={busy} onPress={() => setOpen(true)}>
          {t(isThere ? 'rating.photoAgain' : 'rating.photo')}
        </Button>
        {isThere && (
          <Button disabled={busy} onPress={() => void remove()}>
            {t('rating.photoRemove')}
          </Button>
        )}
      </div>
      {open && (
        <Dialog full bare title={t('rating.photoTitle')} onClose={() => setOpen(false)}>
          <Suspense fallback={null}>
            <PageCapture
              locale={display.locale}
              title={t('rating.photoTitle')}
              {...(camera.match !== null && { match: camera.match })}
              onCancel={() => setOpen(false)}
              onCamera={({ state, code }) =>
                void link.send((terminal) =>
                  terminal.devices.pageReport({ deviceId: camera.deviceId, state, code }),
                )
              }
              onKeep={({ page }) => void put(page)}
            />
          </Suspense>
        </Dialog>
      )}
    </div>
  );
}
