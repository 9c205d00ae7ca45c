import { useEffect, useState } from 'react';
import type { PageView } from '../../../contracts/kiosk.ts';
import { Button } from '../../design/button.tsx';
import { useKiosk } from '../context.ts';
import { fetchPage } from '../fetch-page.ts';
import { useSending } from '../sending.ts';

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
            <Thumb sessionId={sessionId} pageId={page.id} alt={t('scan.page', { n })} />
            <p className="quiet">{t('scan.page', { n })}</p>
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

/** A page's picture; its bytes leave the screen's memory with it. */
function Thumb({ sessionId, pageId, alt }: { sessionId: string; pageId: string; alt: string }) {
  const { link } = useKiosk();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let over = false;
    void fetchPage(link, sessionId, pageId).then((page) => {
      if (page === null || over) return;
      made = URL.createObjectURL(page);
      setUrl(made);
    });
    return () => {
      over = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [link, sessionId, pageId]);
  return <div className="pages__thumb">{url !== null && <img src={url} alt={alt} />}</div>;
}
