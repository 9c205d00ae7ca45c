import { useEffect, useRef, useState } from 'react';
import type { Locale } from '../../contracts/primitives.ts';
import type { CameraState } from './camera.ts';
import { look } from './looking.ts';
import './scan.css';
import { textsOf } from './texts.ts';

export { useDeviceWedge, useWedge } from './use-wedge.ts';

export interface CameraScanProps {
  /** Called once, with the text of the first code read. */
  onScan: (text: string) => void;
  onCancel: () => void;
  /** Goes to typing the case number; without it that button goes back. */
  onType?: () => void;
  /** Default: the language of the document. */
  locale?: Locale;
}

/** The camera's picture with a frame to hold the receipt's QR code in. The camera is off as soon as it is gone. */
export function CameraScan({ onScan, onCancel, onType, locale }: CameraScanProps) {
  const texts = textsOf(locale ?? (document.documentElement.lang === 'en' ? 'en' : 'zh-CN'));
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<CameraState>('asking');
  const [attempt, setAttempt] = useState(0);
  const scanned = useRef(onScan);
  scanned.current = onScan;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens the camera again.
  useEffect(() => {
    if (video.current === null) return;
    return look({ video: video.current, onState: setState, onScan: (text) => scanned.current(text) });
  }, [attempt]);

  const seeing = state === 'looking' || state === 'nothing';
  return (
    <section className="scan" data-state={state} aria-label={texts.title}>
      <div className="scan__picture">
        <video ref={video} aria-label={texts.preview} muted playsInline hidden={!seeing} />
        {seeing ? <div className="scan__frame" aria-hidden="true" /> : <ReceiptDrawing />}
      </div>
      <div className="scan__side">
        <h2>{texts.title}</h2>
        <p role="status">{texts.states[state]}</p>
        <div className="scan__actions">
          <button
            type="button"
            className="scan__button"
            data-main={state !== 'asking' && state !== 'looking'}
            onClick={onType ?? onCancel}
          >
            {texts.type}
          </button>
          <button type="button" className="scan__button" onClick={onCancel}>
            {texts.cancel}
          </button>
          {state === 'failed' && (
            <button type="button" className="scan__button" onClick={() => setAttempt((n) => n + 1)}>
              {texts.retry}
            </button>
          )}
        </div>
      </div>
    </section>
  );
}

/** A receipt with its code: shown where the picture will be. */
function ReceiptDrawing() {
  return (
    <svg className="scan__drawing" viewBox="0 0 120 90" aria-hidden="true">
      <path d="M36 12h48v66l-6-4-6 4-6-4-6 4-6-4-6 4-6-4-6 4z" />
      <path d="M45 22h30M45 29h20" />
      <path d="M48 38h8v8h-8zM64 38h8v8h-8zM48 54h8v8h-8zM64 54h3v3M72 54v8h-4M64 62h0" />
    </svg>
  );
}
