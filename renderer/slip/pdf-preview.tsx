import { useEffect, useRef, useState } from 'react';
import type { Locale } from '../../contracts/primitives.ts';
import { Button } from '../design/button.tsx';
import { type OpenPdf, openPdf } from './open-pdf.ts';
import './slip.css';
import { documentLocale, slipTexts } from './texts.ts';

export interface PdfPreviewProps {
  pdf: Uint8Array;
  /** Default: the language of the document. */
  locale?: Locale;
}

/** Times the width of the view. */
const ZOOMS = [1, 1.5, 2, 3] as const;

/** A document page by page, as it will be printed. It is closed, and its picture wiped, when the preview goes. */
export function PdfPreview({ pdf, locale }: PdfPreviewProps) {
  const t = slipTexts(locale ?? documentLocale());
  const [open, setOpen] = useState<OpenPdf | null>(null);
  const [failed, setFailed] = useState(false);
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(0);
  const sheet = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const gone = new AbortController();
    setOpen(null);
    setFailed(false);
    setPage(1);
    openPdf(pdf, gone.signal).then(setOpen, () => {
      if (!gone.signal.aborted) setFailed(true);
    });
    return () => gone.abort();
  }, [pdf]);

  useEffect(() => {
    const [view, picture] = [sheet.current, canvas.current];
    if (open === null || view === null || picture === null) return;
    const gone = new AbortController();
    const width = view.clientWidth * (ZOOMS[zoom] ?? 1);
    open.draw(page, picture, width, gone.signal).then(
      () => {
        if (!gone.signal.aborted) picture.dataset.drawn = String(page);
      },
      () => {
        if (!gone.signal.aborted) setFailed(true);
      },
    );
    return () => {
      gone.abort();
      delete picture.dataset.drawn;
      picture.width = picture.height = 0;
    };
  }, [open, page, zoom]);

  const pages = open?.pages ?? 0;
  const go = (to: number): void => {
    setPage(to);
    sheet.current?.scrollTo({ top: 0 });
  };
  return (
    <section className="pdf" aria-label={t('pdf.label')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div className="pdf__sheet" ref={sheet} tabIndex={0}>
        {failed || open === null ? (
          <p className="pdf__word" role="status">
            {failed ? t('pdf.failed') : t('pdf.opening')}
          </p>
        ) : (
          <canvas ref={canvas} role="img" aria-label={t('pdf.page', { page, pages })} />
        )}
      </div>
      {open !== null && !failed && (
        <div className="pdf__controls">
          <div className="pdf__side">
            <Button icon="back" disabled={page <= 1} onPress={() => go(page - 1)}>
              {t('pdf.previous')}
            </Button>
            <Button icon="forward" disabled={page >= pages} onPress={() => go(page + 1)}>
              {t('pdf.next')}
            </Button>
          </div>
          <p className="pdf__page" role="status">
            {t('pdf.page', { page, pages })}
          </p>
          <div className="pdf__side pdf__side--end">
            <Button disabled={zoom <= 0} onPress={() => setZoom(zoom - 1)}>
              {t('pdf.smaller')}
            </Button>
            <Button disabled={zoom >= ZOOMS.length - 1} onPress={() => setZoom(zoom + 1)}>
              {t('pdf.larger')}
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}
