/** The author's page: every step of a flow, in both languages, as the kiosk draws it. Not part of the production build. */
import './preview.css';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Locale } from '../../../contracts/primitives.ts';
import type { PreviewFlow, PreviewIndex, PreviewPage } from './data.ts';
import type { ScreenMessage } from './screen.tsx';

const SIZES = { upright: [1080, 1920], lying: [1920, 1080] } as const;
type Size = keyof typeof SIZES;
const LANGUAGES: readonly Locale[] = ['zh-CN', 'en'];

const fetchJson = async <T,>(name: string): Promise<T> =>
  (await fetch(`data/${encodeURIComponent(name)}.json`)).json() as Promise<T>;

function Preview({ index }: { index: PreviewIndex }) {
  const first = index.flows.find((f) => f.faults.length === 0) ?? index.flows[0];
  const [id, setId] = useState(first?.id ?? '');
  const entry = index.flows.find((f) => f.id === id);
  return (
    <>
      <header className="top">
        <h1>办事流程预览 Flow preview</h1>
        <label>
          流程 Flow{' '}
          <select value={id} onChange={(e) => setId(e.target.value)}>
            {index.flows.map((f) => (
              <option key={f.id} value={f.id}>
                {f.faults.length > 0 ? '✗ ' : ''}
                {f.id} {f.title?.zh ?? ''}
              </option>
            ))}
          </select>
        </label>
      </header>
      {entry === undefined ? (
        <p className="faults">这个文件夹里没有流程。There is no flow in this folder.</p>
      ) : entry.faults.length > 0 ? (
        <Faults entry={entry} />
      ) : (
        <FlowPages key={id} id={id} />
      )}
    </>
  );
}

function Faults({ entry }: { entry: PreviewIndex['flows'][number] }) {
  return (
    <main className="faults">
      <h2>没有通过检查 It is refused: {entry.id}</h2>
      <ul>
        {entry.faults.map((fault) => (
          <li key={`${fault.file} ${fault.step} ${fault.en}`}>
            <code>
              {fault.file}
              {fault.step === null ? '' : ` › ${fault.step}`}
            </code>
            <p lang="zh-CN">{fault.zh}</p>
            <p lang="en">{fault.en}</p>
          </li>
        ))}
      </ul>
    </main>
  );
}

function FlowPages({ id }: { id: string }) {
  const [flow, setFlow] = useState<PreviewFlow | null>(null);
  const [at, setAt] = useState({ way: 0, page: 0 });
  const [size, setSize] = useState<Size>('upright');
  useEffect(() => {
    void fetchJson<PreviewFlow>(id).then(setFlow);
  }, [id]);
  const most = (flow?.ways[at.way]?.pages.length ?? 1) - 1;
  useEffect(() => {
    const turn = ({ data, origin }: MessageEvent<Partial<ScreenMessage> | null>) => {
      if (origin !== location.origin || data?.preview === undefined) return;
      const by = data.preview === 'next' ? 1 : -1;
      setAt((a) => ({ ...a, page: Math.min(most, Math.max(0, a.page + by)) }));
    };
    addEventListener('message', turn);
    return () => removeEventListener('message', turn);
  }, [most]);
  if (flow === null) return <p className="faults">…</p>;
  const page = flow.ways[at.way]?.pages[at.page];
  return (
    <main className="body">
      <nav aria-label="步骤 Steps">
        {flow.ways.map((way, w) => (
          <details key={way.name ?? ''} open={w === at.way || undefined}>
            <summary>{way.name ?? '其他步骤 Other steps'}</summary>
            <ol>
              {way.pages.map((p, n) => (
                <li key={`${p.stepId} ${p.page} ${p.faults}`}>
                  <button
                    type="button"
                    aria-current={(w === at.way && n === at.page) || undefined}
                    onClick={() => setAt({ way: w, page: n })}
                  >
                    {nameOf(p)}
                  </button>
                </li>
              ))}
            </ol>
          </details>
        ))}
      </nav>
      <section>
        <p className="bar">
          <strong>
            {flow.id} {flow.version}
          </strong>
          <span>{page === undefined ? '' : nameOf(page)}</span>
          <button type="button" onClick={() => setSize(size === 'upright' ? 'lying' : 'upright')}>
            {SIZES[size].join(' × ')}
          </button>
        </p>
        <div className={`screens screens--${size}`}>
          {LANGUAGES.map((lang) => (
            <figure key={lang}>
              <figcaption>{lang === 'en' ? 'English' : '中文'}</figcaption>
              <div className="panel">
                <iframe
                  key={size}
                  title={lang}
                  width={SIZES[size][0]}
                  height={SIZES[size][1]}
                  src={`screen.html#${new URLSearchParams({ flow: id, way: `${at.way}`, page: `${at.page}`, lang })}`}
                />
              </div>
            </figure>
          ))}
        </div>
      </section>
    </main>
  );
}

/** Id, kind, page and state of a page in one line. */
const nameOf = ({ stepId, stepType, page, faults }: PreviewPage): string =>
  `${stepId} · ${stepType}${page > 1 ? ` · ${page}` : ''}${faults ? ' · 没填 blank' : ''}`;

const root = document.getElementById('root');
if (root === null) throw new Error('preview.html lacks #root');
createRoot(root).render(<Preview index={await fetchJson<PreviewIndex>('flows')} />);
