/**
 * Development only: tries the keyboard, the scanner and the sounds by the hash, such as
 * `#layout=case&lang=en&inch=21.5&elder`, `#scan=camera`, `#scan=wedge`.
 */
import '@fontsource-variable/noto-sans-sc/wght.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { applyPanel } from '../design/panel.ts';
import { Keyboard } from '../keyboard/index.tsx';
import { CameraScan, useWedge } from '../scan/index.tsx';
import { PROMPT_IDS, playChime, promptText, setVolume, speak, stopSpeech } from '../sound/index.ts';

const wanted = new URLSearchParams(location.hash.slice(1));
const locale = wanted.get('lang') === 'en' ? 'en' : 'zh-CN';

function KeyboardPage() {
  const [text, setText] = useState(wanted.get('text') ?? '');
  const [done, setDone] = useState<string | null>(null);
  const maxLength = Number(wanted.get('max') ?? 150);
  return (
    <main className="try">
      <h1 className="visually-hidden">键盘试用</h1>
      <p className="try__text" data-done={done}>
        {text}
      </p>
      <Keyboard
        value={text}
        onChange={setText}
        maxLength={maxLength}
        onDone={() => setDone(text)}
        layout={wanted.get('layout') === 'case' ? 'case' : 'pinyin'}
        locale={locale}
      />
    </main>
  );
}

function CameraPage() {
  const [result, setResult] = useState<string | null>(null);
  return (
    <main className="try">
      <h1 className="visually-hidden">扫码试用</h1>
      {result === null ? (
        <CameraScan onScan={setResult} onCancel={() => setResult('cancelled')} locale={locale} />
      ) : (
        <p className="try__text">{result}</p>
      )}
    </main>
  );
}

function WedgePage() {
  const [result, setResult] = useState('');
  const [typed, setTyped] = useState('');
  useWedge(setResult);
  return (
    <main className="try">
      <h1 className="visually-hidden">扫码枪试用</h1>
      <textarea aria-label="typed" value={typed} onChange={(e) => setTyped(e.target.value)} />
      <p className="try__text">{result}</p>
    </main>
  );
}

function Root() {
  const [scan, setScan] = useState(wanted.get('scan'));
  // For the tests, which have no other hand on the page.
  Object.assign(window, { show: setScan });
  if (scan === 'camera') return <CameraPage />;
  return scan === 'wedge' ? <WedgePage /> : <KeyboardPage />;
}

const root = document.getElementById('root');
if (root === null) throw new Error('no #root');
const inch = Number(wanted.get('inch') ?? 10.1);
applyPanel(document.documentElement, { widthPx: innerWidth, heightPx: innerHeight, diagonalInch: inch });
document.documentElement.lang = locale;
if (wanted.has('elder')) document.documentElement.dataset.elder = '';
Object.assign(window, { sound: { PROMPT_IDS, playChime, promptText, setVolume, speak, stopSpeech } });
createRoot(root).render(<Root />);
