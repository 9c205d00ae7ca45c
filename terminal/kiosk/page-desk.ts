import type { Clock, Timers } from '../../contracts/clock.ts';
import type { StickFile } from '../../contracts/kiosk.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { ScanJob } from '../../contracts/scan.ts';
import { pagesOf, slotOf, stepAt } from '../flow/engine.ts';
import type { FlowEvent, PageRef } from '../flow/state.ts';
import type { ImportOptions } from '../materials/import.ts';
import type { KioskDevices } from './devices.ts';
import { importedPage, isSignature, type PageFacts, pageRef } from './page-ref.ts';
import type { PageStore, PageType } from './pages.ts';
import { createScanning } from './scanning.ts';
import type { KioskSessionState } from './session.ts';
import type { Stick } from './stick.ts';

/** What a citizen does with the pages of a flow. Each answers for the session that it names; `session.over` for any other. */
export interface PageDesk {
  /** Ways to a page that the scanner of now has. */
  scanSources(): readonly ScanJob['source'][];
  scan(sessionId: string, source: ScanJob['source']): Result<null>;
  cancelScan(sessionId: string): Result<null>;
  page(sessionId: string, pageId: string): Result<{ bytes: Uint8Array; type: PageType }>;
  putPage(
    sessionId: string,
    picture: { bytes: Uint8Array; type: PageType } & Pick<PageFacts, 'dpi' | 'warnings'>,
    replaces: string | null,
  ): Result<null>;
  /** A signature by finger, PNG. */
  putSignature(sessionId: string, bytes: Uint8Array): Result<null>;
  stickFiles(sessionId: string): Promise<Result<StickFile[]>>;
  importFile(sessionId: string, fileId: string): Promise<Result<null>>;
}

/** The same, with what the rest of the desk needs of it. */
export interface PageWork {
  desk: PageDesk;
  /** Keeps a picture, and tells the flow; what the flow does not take is removed again and answered with `otherwise`. */
  keep(
    sessionId: string,
    bytes: Uint8Array,
    type: PageType,
    eventOf: (pageId: string) => FlowEvent,
    otherwise: string,
  ): Result<null>;
  /** A file from outside becomes a page of the scan step on the screen. */
  bring(
    sessionId: string,
    source: ImportOptions['source'],
    read: () => Promise<Result<Uint8Array>>,
  ): Promise<Result<null>>;
  /** Pages that the flow let go of leave the disk. */
  follow(before: KioskSessionState, next: KioskSessionState): void;
  /** The flow was left: nothing stays. */
  forget(): void;
  /** The scanner may have come, gone or been replaced. */
  refresh(): void;
}

export interface PageDeskOptions {
  devices: KioskDevices;
  pages: PageStore;
  stick: Stick;
  clock: Clock;
  timers: Timers;
  newId: () => string;
  /** The flow that the citizen is in. */
  session: () => KioskSessionState | null;
  tell: (event: FlowEvent) => void;
  changed: () => void;
}

export function createPageDesk(o: PageDeskOptions): PageWork {
  const scanning = createScanning(o.devices, o.changed);

  const current = (sessionId: string): Result<KioskSessionState> => {
    const session = o.session();
    return session?.id === sessionId ? ok(session) : fail('session.over');
  };
  const pagesThere = ({ flow, loaded }: KioskSessionState): readonly PageRef[] =>
    pagesOf(flow, slotOf(loaded.flow, flow));
  /** Where and when a page is made just now. */
  const whence = (wanted: 'documentScanner' | 'camera') => ({
    device: o.devices.summaries().find((d) => d.class === wanted)?.id ?? null,
    at: o.clock.wallMs(),
  });

  const keep: PageWork['keep'] = (sessionId, bytes, type, eventOf, otherwise) => {
    const before = o.session();
    if (before?.id !== sessionId) return fail('session.over');
    const id = o.newId();
    const put = o.pages.put(id, bytes, type);
    if (!put.ok) return put;
    o.tell(eventOf(id));
    if (o.session() !== before) return ok(null);
    o.pages.remove(id);
    return fail(otherwise);
  };

  function keepPage(
    sessionId: string,
    { bytes, type }: { bytes: Uint8Array; type: PageType },
    page: Omit<PageRef, 'id'>,
    replaces: string | null,
  ): Result<null> {
    const eventOf = (id: string): FlowEvent => ({ type: 'page', page: { ...page, id }, replaces });
    return keep(sessionId, bytes, type, eventOf, replaces === null ? 'page.full' : 'not.found');
  }

  const bring: PageWork['bring'] = async (sessionId, source, read) => {
    const s = current(sessionId);
    if (!s.ok) return s;
    const step = stepAt(s.value.loaded.flow, s.value.flow);
    if (step.type !== 'scan') return fail('session.over');
    const file = await read();
    if (!file.ok) return file;
    const made = await importedPage(file.value, source, o.clock.wallMs(), o.timers);
    if (!made.ok) return made;
    const now = current(sessionId);
    // It was fetched for that step; the citizen may have gone on to another.
    if (!now.ok || now.value.flow.at !== step.id) return fail('session.over');
    const pages = pagesThere(now.value);
    const isMixed = pages.length > 0 && (made.value.page.isPdf || pages.some((p) => p.isPdf));
    return isMixed ? fail('page.pdfAlone') : keepPage(sessionId, made.value, made.value.page, null);
  };

  const desk: PageDesk = {
    scanSources: scanning.sources,
    scan(sessionId, source) {
      const s = current(sessionId);
      if (!s.ok) return s;
      const at = stepAt(s.value.loaded.flow, s.value.flow);
      if (at.type !== 'scan') return fail('session.over');
      if (scanning.busy()) return fail('device.busy');
      const pages = pagesThere(s.value);
      if (pages.some((p) => p.isPdf)) return fail('page.pdfAlone');
      const maxPages = at.pages[1] - pages.length;
      if (maxPages < 1) return fail('page.full');
      o.tell({ type: 'scanStarted' });
      const job = { ...at.job, source, duplex: false, maxPages };
      void scanning
        .scan(job, (page) => {
          const facts = { source: 'scanner', raw: true, dpi: page.dpi, warnings: [] } as const;
          return keepPage(sessionId, page, pageRef(page.bytes, facts, whence('documentScanner')), null);
        })
        .then((code) => {
          if (o.session()?.id === sessionId) o.tell({ type: 'scanEnded', code });
        });
      return ok(null);
    },
    cancelScan(sessionId) {
      const s = current(sessionId);
      if (!s.ok) return s;
      scanning.cancel();
      return ok(null);
    },
    page(sessionId, pageId) {
      const s = current(sessionId);
      if (!s.ok) return s;
      const page = o.pages.get(pageId);
      return page === null ? fail('not.found') : ok(page);
    },
    putPage(sessionId, picture, replaces) {
      const s = current(sessionId);
      if (!s.ok) return s;
      const pages = pagesThere(s.value);
      const old = pages.find((p) => p.id === replaces);
      if (old === undefined && pages.some((p) => p.isPdf)) return fail('page.pdfAlone');
      const facts = { ...picture, source: old?.source ?? 'camera', raw: false } as const;
      const page = pageRef(picture.bytes, facts, old ?? whence('camera'));
      return keepPage(sessionId, picture, page, replaces);
    },
    putSignature(sessionId, bytes) {
      if (!isSignature(bytes)) return fail('page.bad');
      const at = o.clock.wallMs();
      const event = (pageId: string): FlowEvent => ({ type: 'signed', pageId, at });
      return keep(sessionId, bytes, 'image/png', event, 'session.over');
    },
    async stickFiles(sessionId) {
      const s = current(sessionId);
      return s.ok ? o.stick.list() : s;
    },
    importFile: (sessionId, fileId) => bring(sessionId, 'usb', () => o.stick.read(fileId)),
  };

  return {
    desk,
    keep,
    bring,
    follow(before, next) {
      const kept = new Set(allPages(next));
      for (const id of allPages(before)) if (!kept.has(id)) o.pages.remove(id);
    },
    forget() {
      scanning.cancel();
      o.pages.wipe();
      o.stick.forget();
    },
    refresh: scanning.refresh,
  };
}

const allPages = (s: KioskSessionState): string[] =>
  Object.values(s.flow.answers).flatMap((a) =>
    a?.type === 'pages'
      ? a.pages.map((p) => p.id)
      : a?.type === 'signature' || a?.type === 'sealed'
        ? [a.pageId]
        : [],
  );
