import { useEffect, useRef } from 'react';
import type { PageView } from '../../../contracts/kiosk-step.ts';
import { Button } from '../../design/button.tsx';
import { useKiosk } from '../context.ts';
import { fetchPage } from '../fetch-page.ts';
import { useSending } from '../sending.ts';
import { PageDoubt, PdfThumb } from './apply/page-doubt.tsx';

/** The pages so far, in order: each can be moved and removed by buttons. */
export function Pages({ sessionId, pages }: { sessionId: string; pages: readonly PageView[] }) {
  const { texts } = useKiosk();
  const { t } = texts;
  const { busy, send } = useSending();
  const move = (pageId: string, to: number) =>
    void send((terminal) => terminal.kiosk.movePage({ sessionId, pageId, to }));
  return (
    <ol className="pages">
      {pages.map((page, i) => {
        const n = i + 1;
        return (
          <li key={page.id} className="pages__page" data-raw={page.raw || undefined}>
            {page.isPdf ? (
              <PdfThumb page={page} />
            ) : (
              <Thumb sessionId={sessionId} pageId={page.id} alt={t('scan.page', { n })} />
            )}
            <p className="quiet">{t('scan.page', { n })}</p>
            <PageDoubt sessionId={sessionId} page={page} />
            <div className="pages__tools">
              <Button
                icon="back"
                label={t('scan.earlier', { n })}
                disabled={busy || i === 0}
                onPress={() => move(page.id, i - 1)}
              />
              <Button
                icon="close"
                label={t('scan.remove', { n })}
                disabled={busy}
                onPress={() => void send((c) => c.kiosk.removePage({ sessionId, pageId: page.id }))}
              />
              <Button
                icon="forward"
                label={t('scan.later', { n })}
                disabled={busy || n === pages.length}
                onPress={() => move(page.id, i + 1)}
              />
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** How wide a page's picture is drawn, px: enough to tell pages apart. */
const THUMB_PX = 480;

/** A page's picture, drawn: an `img` would leave the whole page in the browser's picture cache. */
export function Thumb({ sessionId, pageId, alt }: { sessionId: string; pageId: string; alt: string }) {
  const { link } = useKiosk();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let over = false;
    void fetchPage(link, sessionId, pageId).then(async (page) => {
      if (page === null || over) return;
      const picture = await createImageBitmap(page, { resizeWidth: THUMB_PX, resizeQuality: 'medium' });
      const drawn = canvas.current;
      if (!over && drawn !== null) {
        drawn.width = picture.width;
        drawn.height = picture.height;
        drawn.getContext('2d')?.drawImage(picture, 0, 0);
      }
      picture.close();
    });
    return () => {
      over = true;
    };
  }, [link, sessionId, pageId]);
  return (
    <div className="pages__thumb">
      <canvas ref={canvas} role="img" aria-label={alt} width={1} height={1} />
    </div>
  );
}
