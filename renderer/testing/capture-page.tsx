/**
 * Development only: tries the camera and the scanned pages by the hash, such as
 * `#view=camera&lang=en&inch=21.5&elder&match=fake&auto&simulated` or `#view=file&kind=scan`.
 * `window.capture` holds what was kept and runs many pages through one worker, for the tests and the bench.
 */
import '@fontsource-variable/noto-sans-sc/wght.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import {
  type KeptPage,
  openPageWorker,
  PageCapture,
  PageCheck,
  type PageResult,
  processPage,
} from '../capture/index.tsx';
import type { SourceKind } from '../capture/messages.ts';
import type { CameraReport } from '../capture/use-reports.ts';
import { applyPanel } from '../design/panel.ts';

export interface CaptureTrial {
  kept: KeptPage[];
  reports: CameraReport[];
  /** The file last chosen on the page. */
  file: Blob | null;
  /** Runs the file through one worker so many times; answers the time of each, ms. */
  many: (kind: SourceKind, count: number) => Promise<number[]>;
  /** Only opens the file as a picture, so many times; answers the time of each, ms. */
  decode: (count: number) => Promise<number[]>;
  process: (
    kind: SourceKind,
    corners?: PageResult['corners'],
    turns?: PageResult['turns'],
  ) => Promise<Omit<PageResult, 'page' | 'preview' | 'photo'>>;
}
declare global {
  interface Window {
    capture: CaptureTrial;
  }
}

const wanted = new URLSearchParams(location.hash.slice(1));
const locale = wanted.get('lang') === 'en' ? 'en' : 'zh-CN';
const kind: SourceKind = wanted.get('kind') === 'camera' ? 'camera' : 'scan';

const chosen = (): Blob => {
  const { file } = window.capture;
  if (file === null) throw new Error('no file chosen');
  return file;
};

async function times(count: number, run: () => Promise<void>): Promise<number[]> {
  const all: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const from = performance.now();
    await run();
    all.push(performance.now() - from);
  }
  return all;
}

window.capture = {
  kept: [],
  reports: [],
  file: null,
  async many(of, count) {
    const source = chosen();
    const worker = openPageWorker();
    const all = await times(count, async () => {
      const made = await worker.page({ source, kind: of, corners: null, turns: 0 });
      if (!made.ok) throw new Error(made.error.code);
      // The preview, as the screen opens it.
      (await createImageBitmap(made.value.preview)).close();
    });
    worker.close();
    return all;
  },
  decode: (count) => times(count, async () => (await createImageBitmap(chosen())).close()),
  async process(of, corners, turns = 0) {
    const made = await processPage(chosen(), { kind: of, turns, ...(corners !== undefined && { corners }) });
    if (!made.ok) throw new Error(made.error.code);
    const { page: _, preview: __, photo: ___, ...rest } = made.value;
    return rest;
  },
};

function CameraTrial() {
  const match = wanted.get('match');
  const title = wanted.get('title');
  const [kept, setKept] = useState<'kept' | 'cancelled' | null>(null);
  if (kept !== null) return <p data-done={kept}>{kept}</p>;
  return (
    <PageCapture
      locale={locale}
      {...(match !== null && { match })}
      {...(title !== null && { title })}
      auto={wanted.has('auto')}
      simulated={wanted.has('simulated')}
      onKeep={(page) => {
        window.capture.kept.push(page);
        setKept('kept');
      }}
      onCancel={() => setKept('cancelled')}
      onCamera={(report) => window.capture.reports.push(report)}
    />
  );
}

function FileTrial() {
  const [result, setResult] = useState<PageResult | null>(null);
  const [problem, setProblem] = useState('');
  const read = async (file: Blob) => {
    window.capture.file = file;
    if (wanted.has('only')) return;
    const made = await processPage(file, { kind });
    if (made.ok) setResult(made.value);
    else setProblem(made.error.code);
  };
  if (result === null)
    return (
      <>
        <input
          type="file"
          aria-label="file"
          onChange={(e) => {
            const file = e.target.files?.[0];
            if (file !== undefined) void read(file);
          }}
        />
        <p data-problem={problem}>{problem}</p>
      </>
    );
  return (
    <PageCheck
      locale={locale}
      result={result}
      onKeep={(page) => {
        window.capture.kept.push(page);
        setResult(null);
      }}
      onRetake={() => setResult(null)}
    />
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('no #root');
const inch = Number(wanted.get('inch') ?? 10.1);
applyPanel(document.documentElement, { widthPx: innerWidth, heightPx: innerHeight, diagonalInch: inch });
document.documentElement.lang = locale;
if (wanted.has('elder')) document.documentElement.dataset.elder = '';

function Trial() {
  const [view, setView] = useState(wanted.get('view') ?? 'camera');
  return (
    <main className="try">
      <h1 className="try__head">高拍仪试用</h1>
      <div className="try__body">
        {view === 'camera' && <CameraTrial />}
        {view === 'file' && <FileTrial />}
        {view === 'none' && (
          <button type="button" onClick={() => setView('camera')}>
            show
          </button>
        )}
      </div>
    </main>
  );
}
createRoot(root).render(<Trial />);
