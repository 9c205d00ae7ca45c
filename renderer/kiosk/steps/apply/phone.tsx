import { useState } from 'react';
import type { PhoneFiles } from '../../../../contracts/kiosk-ways.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { FETCH_PATIENCE_MS, useAsk } from '../../ask.ts';
import { useKiosk } from '../../context.ts';
import './phone.css';
import { QrCode } from './qr.tsx';
import { useApplyTexts } from './texts.ts';
import { usePhone } from './use-phone.ts';

interface PhoneWayProps {
  sessionId: string;
  way: 'ready' | 'away';
  disabled: boolean;
}

/** The way to a page from the citizen's phone (手机扫码上传). */
export function PhoneWay({ sessionId, way, disabled }: PhoneWayProps) {
  const t = useApplyTexts();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="main" icon="phone" disabled={disabled || way === 'away'} onPress={() => setOpen(true)}>
        <span className="way">
          {t('phone.open')}
          {way === 'away' && <small className="way__why">{t('phone.away')}</small>}
        </span>
      </Button>
      {open && <Phone sessionId={sessionId} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Files on the screen at once; the others come up as these are settled. */
const SHOWN = 2;

/** The QR code for the phone, and what the phone has sent: each file is taken or not. */
function Phone({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const { texts } = useKiosk();
  const t = useApplyTexts();
  const ask = useAsk(FETCH_PATIENCE_MS);
  const { state, again, without } = usePhone(sessionId);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [taken, setTaken] = useState(0);

  const settle = async (fileId: string, take: boolean) => {
    setBusy(true);
    setRefusal(null);
    const done = await ask((terminal) =>
      take
        ? terminal.kiosk.takePhoneFile({ sessionId, fileId })
        : terminal.kiosk.dropPhoneFile({ sessionId, fileId }),
    );
    setBusy(false);
    if (!done.ok) return setRefusal(done.code);
    without(fileId);
    if (take) setTaken((n) => n + 1);
  };
  const told = state.at === 'open' ? state.told : null;
  const code = refusal ?? (state.at === 'ended' ? state.code : null);
  return (
    <Dialog title={t('phone.title')} onClose={onClose}>
      <div
        className="phone"
        data-open={state.at === 'open' || undefined}
        data-files={(told !== null && told.files.length > 0) || undefined}
      >
        {state.at === 'open' && (
          <div className="phone__code">
            <QrCode text={state.url} label={t('phone.code')} />
          </div>
        )}
        <div className="phone__side">
          {state.at === 'open' && (
            <ol className="phone__steps">
              <li>{t('phone.scan')}</li>
              <li>{t('phone.send')}</li>
              <li>{t('phone.take')}</li>
            </ol>
          )}
          <p role="status">
            {busy
              ? t('phone.fetching')
              : state.at === 'opening'
                ? t('phone.opening')
                : state.at === 'open' && state.isAway
                  ? t('phone.lost')
                  : told === null
                    ? ''
                    : says(told, taken, t)}
          </p>
          <p className="refusal" role="alert">
            {code !== null && texts.error(code)}
          </p>
        </div>
        {told !== null && told.files.length > 0 && (
          <ul className="phone__files" aria-label={t('phone.files')}>
            {told.files.slice(0, SHOWN).map((file) => (
              <li key={file.id} className="phone__file">
                <span className="phone__name">
                  {file.name}
                  <small className="quiet">{sizeText(file.bytes)}</small>
                </span>
                <Button
                  size="main"
                  label={t('phone.skipOne', { name: file.name })}
                  disabled={busy}
                  onPress={() => void settle(file.id, false)}
                >
                  {t('phone.skip')}
                </Button>
                <Button
                  size="main"
                  kind="primary"
                  icon="check"
                  label={t('phone.useOne', { name: file.name })}
                  disabled={busy}
                  onPress={() => void settle(file.id, true)}
                >
                  {t('phone.use')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="page-foot">
        {state.at === 'ended' && (
          <Button size="main" icon="undo" onPress={again}>
            {t('phone.again')}
          </Button>
        )}
        <Button size="main" onPress={onClose}>
          {t(taken > 0 ? 'phone.done' : 'phone.close')}
        </Button>
      </div>
    </Dialog>
  );
}

type Words = ReturnType<typeof useApplyTexts>;

function says({ seen, coming, files, leftMs }: PhoneFiles, taken: number, t: Words): string {
  if (coming > 0) return t('phone.coming');
  if (files.length > 0) return t('phone.came', { n: files.length });
  if (taken > 0) return t('phone.taken', { n: taken });
  if (seen) return t('phone.seen');
  return t('phone.left', { n: Math.max(1, Math.ceil(leftMs / 60_000)) });
}

const sizeText = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
