import { useState } from 'react';
import type { Locale } from '../../contracts/primitives.ts';
import './capture.css';
import { useCamera, usePageWorker } from './hooks.ts';
import { LiveView } from './live-view.tsx';
import type { PageResult } from './messages.ts';
import { PageView } from './page-view.tsx';
import { captureTexts } from './texts.ts';
import { type CameraReport, useReports } from './use-reports.ts';

export { openPageWorker } from './browser.ts';
export type { PageResult } from './messages.ts';
export type { PageWorker } from './page-worker.ts';
export { processPage } from './process-page.ts';

/** A page that the citizen has kept. */
export type KeptPage = Pick<
  PageResult,
  'page' | 'preview' | 'width' | 'height' | 'dpi' | 'paper' | 'warnings' | 'corners'
>;

const keptOf = ({ page, preview, width, height, dpi, paper, warnings, corners }: PageResult): KeptPage => ({
  page,
  preview,
  width,
  height,
  dpi,
  paper,
  warnings,
  corners,
});

export interface PageCaptureProps {
  locale: Locale;
  /** Part of the camera's label, from its declaration. */
  match?: string;
  simulated?: boolean;
  /** What to photograph; default a general sentence. */
  title?: string;
  /** Takes the photo by itself once the page lies still. */
  auto?: boolean;
  onKeep: (page: KeptPage) => void;
  onCancel: () => void;
  onCamera?: (report: CameraReport) => void;
}

/** Photographs one page: live picture, then the finished page. The camera is on for as long as this is there. */
export function PageCapture({
  locale,
  match,
  simulated = false,
  title,
  auto = false,
  onKeep,
  onCancel,
  onCamera,
}: PageCaptureProps) {
  const texts = captureTexts(locale);
  const worker = usePageWorker();
  const { state, retry } = useCamera(match);
  const [result, setResult] = useState<PageResult | null>(null);
  useReports(state, onCamera);
  if (result !== null)
    return (
      <PageView
        texts={texts}
        worker={worker}
        result={result}
        simulated={simulated}
        onResult={setResult}
        onKeep={(kept) => onKeep(keptOf(kept))}
        onRetake={() => setResult(null)}
      />
    );
  return (
    <LiveView
      texts={texts}
      title={title ?? texts.t('live.title')}
      camera={state}
      worker={worker}
      auto={auto}
      simulated={simulated}
      onRetry={retry}
      onPage={setResult}
      onCancel={onCancel}
    />
  );
}

export interface PageCheckProps {
  locale: Locale;
  /** A page made by `processPage`, such as one from the scanner. */
  result: PageResult;
  simulated?: boolean;
  onKeep: (page: KeptPage) => void;
  onRetake: () => void;
}

/** The same look at a page that came from a scanner. */
export function PageCheck({ locale, result: given, simulated = false, onKeep, onRetake }: PageCheckProps) {
  const worker = usePageWorker();
  const [made, setMade] = useState({ given, result: given });
  const result = made.given === given ? made.result : given;
  return (
    <PageView
      texts={captureTexts(locale)}
      worker={worker}
      result={result}
      simulated={simulated}
      onResult={(next) => setMade({ given, result: next })}
      onKeep={(kept) => onKeep(keptOf(kept))}
      onRetake={onRetake}
    />
  );
}
