import {
  ExpandOutlined,
  LeftOutlined,
  RightOutlined,
  RotateRightOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Spin } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type MaterialStory, materialPaths } from '../../contracts/hub/materials-api.ts';
import { type PaperType, paperType } from '../../contracts/material.ts';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { EmptyNote, FailureNote } from '../ui/failure.tsx';
import { Download } from './download.tsx';
import { FilmView } from './film-view.tsx';
import type { OpenDocument, Rotation, Size } from './open-document.ts';

const ZOOM_STEP = 1.25;
const MIN_SCALE = 0.1;
/** Beyond it a page of A3 is more pixels than a canvas holds. */
const MAX_SCALE = 4;
/** Around the page, px. */
const MARGIN = 16;

/** One page of a material at a time. Opening it asks the hub for a ticket, which is what the audit log notes. */
export function Viewer(o: { story: MaterialStory; page: number; onPage: (page: number) => void }) {
  const { t } = useConsoleTexts();
  const { row } = o.story;
  const client = useClient();
  const { id: materialId, applicationId: id } = row;
  const ticket = useQuery({
    queryKey: ['look', materialId],
    queryFn: ({ signal }) => client.materials.look({ id, materialId, purpose: 'view' }, { signal }),
    enabled: row.state === 'whole',
    // One opening is one look: nothing of it is asked again by itself.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnReconnect: false,
  });
  const url = ticket.data && materialPaths.document(id, materialId, ticket.data.ticket);
  const type = paperType.safeParse(row.type).data ?? null;
  const opened = useDocument(url ?? null, type);

  if (row.state === 'awaitingBlob')
    return <EmptyNote title={t('materials.state.awaitingBlob')} hint={t('materials.waiting')} />;
  if (row.state === 'quarantined')
    return <EmptyNote title={t('materials.state.quarantined')} hint={t('materials.stateHint.quarantined')} />;
  if (ticket.error) return <FailureNote code={codeOf(ticket.error)} retry={() => void ticket.refetch()} />;
  if (type === null && url !== undefined) return <FilmView url={url} story={o.story} />;
  if (opened === 'failed')
    return (
      <EmptyNote title={t('materials.unreadable')} hint={t('materials.unreadableHint')}>
        <Download story={o.story} />
      </EmptyNote>
    );
  if (opened === null)
    return (
      <div className="viewer-wait">
        <Spin />
      </div>
    );
  return <PageView document={opened} {...o} />;
}

/** null: not yet. `type` null: no document that is drawn. */
function useDocument(url: string | null, type: PaperType | null): OpenDocument | 'failed' | null {
  const [opened, setOpened] = useState<{ url: string; document: OpenDocument | 'failed' } | null>(null);
  useEffect(() => {
    if (url === null || type === null) return;
    const stop = new AbortController();
    let document: OpenDocument | null = null;
    import('./open-document.ts')
      .then((m) => m.openDocument(url, type, stop.signal))
      .then(
        (made) => {
          if (stop.signal.aborted) return made.close();
          document = made;
          setOpened({ url, document: made });
        },
        () => {
          if (!stop.signal.aborted) setOpened({ url, document: 'failed' });
        },
      );
    return () => {
      stop.abort();
      document?.close();
    };
  }, [url, type]);
  return opened !== null && opened.url === url ? opened.document : null;
}

function PageView(o: {
  document: OpenDocument;
  story: MaterialStory;
  page: number;
  onPage: (page: number) => void;
}) {
  const { t } = useConsoleTexts();
  const { document } = o;
  const page = Math.min(o.page, document.pages);
  /** null: as large as fits. */
  const [zoom, setZoom] = useState<number | null>(null);
  const [rotation, setRotation] = useState<Rotation>(0);
  const [drawn, setDrawn] = useState<{ scale: number; size: Size } | null>(null);
  const [failed, setFailed] = useState(false);
  const canvas = useRef<HTMLCanvasElement>(null);
  const desk = useRef<HTMLElement>(null);

  useEffect(() => {
    let stale = false;
    setFailed(false);
    const draw = async () => {
      const size = await document.sizeOf(page, rotation);
      if (stale || canvas.current === null || desk.current === null) return;
      const fit = Math.min(
        (desk.current.clientWidth - 2 * MARGIN) / size.width,
        (desk.current.clientHeight - 2 * MARGIN) / size.height,
      );
      const scale = clamp(zoom ?? fit);
      setDrawn({ scale, size });
      await document.draw(canvas.current, page, scale, rotation);
    };
    draw().catch(() => {
      if (!stale) setFailed(true);
    });
    return () => {
      stale = true;
    };
  }, [document, page, zoom, rotation]);

  const step = (factor: number) => setZoom(clamp((drawn?.scale ?? 1) * factor));
  const turn = () => setRotation(((rotation + 90) % 360) as Rotation);
  const label = t('materials.pageImage', { title: o.story.row.title, no: page });
  return (
    <div className="viewer">
      <div className="viewer-bar" role="toolbar" aria-label={o.story.row.title}>
        <Tool label={t('materials.previousPage')} off={page <= 1} act={() => o.onPage(page - 1)}>
          <LeftOutlined aria-hidden />
        </Tool>
        <span className="viewer-page" aria-live="polite">
          {t('materials.page', { no: page, n: document.pages })}
        </span>
        <Tool label={t('materials.nextPage')} off={page >= document.pages} act={() => o.onPage(page + 1)}>
          <RightOutlined aria-hidden />
        </Tool>
        <span className="viewer-gap" />
        <Tool label={t('materials.zoomOut')} act={() => step(1 / ZOOM_STEP)}>
          <ZoomOutOutlined aria-hidden />
        </Tool>
        <span className="viewer-zoom">{drawn ? `${Math.round(drawn.scale * 100)}%` : '–'}</span>
        <Tool label={t('materials.zoomIn')} act={() => step(ZOOM_STEP)}>
          <ZoomInOutlined aria-hidden />
        </Tool>
        <Tool label={t('materials.fit')} act={() => setZoom(null)}>
          <ExpandOutlined aria-hidden />
        </Tool>
        <Tool label={t('materials.rotate')} act={turn}>
          <RotateRightOutlined aria-hidden />
        </Tool>
        <span className="viewer-gap" />
        <Download story={o.story} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a page larger than the desk is scrolled by keys */}
      <section className="viewer-desk" ref={desk} tabIndex={0} aria-label={label}>
        {failed && <EmptyNote title={t('materials.unreadable')} hint={t('materials.unreadableHint')} />}
        <canvas
          ref={canvas}
          className="viewer-sheet"
          hidden={failed || drawn === null}
          role="img"
          aria-label={label}
          style={
            drawn
              ? { inlineSize: drawn.size.width * drawn.scale, blockSize: drawn.size.height * drawn.scale }
              : {}
          }
        />
      </section>
    </div>
  );
}

const clamp = (scale: number): number => Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));

function Tool(o: { label: string; off?: boolean; act: () => void; children: ReactNode }) {
  return (
    <Button
      type="text"
      icon={o.children}
      aria-label={o.label}
      title={o.label}
      disabled={o.off ?? false}
      onClick={o.act}
    />
  );
}
