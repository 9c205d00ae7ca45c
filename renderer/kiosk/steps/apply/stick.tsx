import { useCallback, useEffect, useState } from 'react';
import type { StickFile } from '../../../../contracts/kiosk.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import type { Reply } from '../../../maintenance/calls.ts';
import { useAsk } from '../../ask.ts';
import { useKiosk } from '../../context.ts';
import './pick-dialog.css';
import { useApplyTexts } from './texts.ts';

/** The way to a page from a USB stick. */
export function StickWay({ sessionId, disabled }: { sessionId: string; disabled: boolean }) {
  const t = useApplyTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="main" icon="more" disabled={disabled} onPress={() => setOpen(true)}>
        {t('stick.open')}
      </Button>
      {open && <Stick sessionId={sessionId} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Files of a stick, to be taken in one by one. */
function Stick({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  const ask = useAsk();
  const [listed, setListed] = useState<Reply<StickFile[]> | null>(null);
  const [bringing, setBringing] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const read = useCallback(async () => {
    setListed(null);
    setListed(await ask((terminal) => terminal.kiosk.stickFiles({ sessionId })));
  }, [ask, sessionId]);
  useEffect(() => void read(), [read]);
  const bring = async (file: StickFile) => {
    setBringing(true);
    setRefusal(null);
    const brought = await ask((terminal) => terminal.kiosk.importFile({ sessionId, fileId: file.id }));
    setBringing(false);
    if (brought.ok) onClose();
    else setRefusal(brought.code);
  };
  const code = refusal ?? (listed?.ok === false ? listed.code : null);
  return (
    <Dialog title={t('stick.title')} onClose={onClose}>
      <div className="pick">
        <p className="quiet">{t('stick.hint')}</p>
        <p role="status">
          {listed === null || bringing
            ? t('stick.reading')
            : listed.ok && listed.value.length === 0
              ? t('stick.none')
              : ''}
        </p>
        <p className="refusal" role="alert">
          {code !== null && texts.error(code)}
        </p>
        {listed?.ok && (
          <ul className="pick__list">
            {listed.value.map((file) => (
              <li key={file.id}>
                <Button
                  size="main"
                  disabled={bringing}
                  label={t('stick.use', { name: file.name })}
                  onPress={() => void bring(file)}
                >
                  <span className="pick__one">{file.name}</span>
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="page-foot">
        <Button size="main" onPress={onClose}>
          {t('stick.close')}
        </Button>
        <Button size="main" icon="undo" disabled={listed === null || bringing} onPress={() => void read()}>
          {t('stick.again')}
        </Button>
      </div>
    </Dialog>
  );
}
