import type { CertificateView, PrintPurpose } from '../../../contracts/certificate.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type {
  CertificateList,
  CertificatePrinting,
  OpenCertificate,
} from '../../../contracts/rooms/certificates.ts';
import type { Visit } from '../../../contracts/visit.ts';
import type { RoomTools, SheetTools } from '../types.ts';
import { type DrawnPage, drawCertificate } from './draw.ts';
import type { CertificateHub } from './hub.ts';
import { createPrintJob, NOTHING_PRINTED, type PrintJob } from './print-job.ts';

/** What the room keeps of a visit, in memory alone; it goes with it. */
interface Kept {
  /** What was listed last, by id. */
  rows: Map<string, CertificateView>;
  simulated: boolean;
  open: { id: string; pages: DrawnPage[] } | null;
  /** A second question for the same certificate waits for the first. */
  opening: Opening | null;
  job: PrintJob | null;
  /** Keys of prints that are not over, by certificate and purpose: asking again counts nothing twice. */
  printIds: Map<string, string>;
}

interface Opening {
  id: string;
  pages: Promise<Result<DrawnPage[]>>;
}

/** How long `printing` waits for news, ms. */
const NEWS_MS = 5_000;

/** The kiosk's certificates: each method answers for the visit that it names, `session.over` for any other. */
export function createCertificatesDesk(tools: RoomTools & SheetTools, hub: CertificateHub) {
  const { visits, sheets, timers, config } = tools;
  const visitors = new Map<string, Kept>();
  const stopListening = visits.onEnd(forget);

  function forget(visitId: string): void {
    const kept = visitors.get(visitId);
    visitors.delete(visitId);
    kept?.job?.takeBack();
    if (kept !== undefined) close(kept);
  }

  function keptOf(visitId: string): Kept {
    const known = visitors.get(visitId);
    if (known !== undefined) return known;
    const kept: Kept = {
      rows: new Map(),
      simulated: false,
      open: null,
      opening: null,
      job: null,
      printIds: new Map(),
    };
    visitors.set(visitId, kept);
    return kept;
  }

  /** Runs `f` for the visit, and keeps nothing for one that ended meanwhile. */
  async function within<T>(
    visitId: string,
    f: (visit: Visit, kept: Kept) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> {
    const visit = visits.get(visitId);
    if (visit === null) return fail('session.over');
    const result = await f(visit, keptOf(visitId));
    return visits.get(visitId) === null ? fail('session.over') : result;
  }

  /** Of one that was listed in this visit. */
  const ofListed = <T>(
    visitId: string,
    id: string,
    f: (visit: Visit, kept: Kept, row: CertificateView) => Promise<Result<T>> | Result<T>,
  ) =>
    within<T>(visitId, (visit, kept) => {
      const row = kept.rows.get(id);
      return row === undefined ? fail('not.found') : f(visit, kept, row);
    });

  function pagesOf(visit: Visit, kept: Kept, id: string): Promise<Result<DrawnPage[]>> {
    if (kept.open?.id === id) return Promise.resolve(ok(kept.open.pages));
    if (kept.opening?.id === id) return kept.opening.pages;
    const opening: Opening = { id, pages: Promise.resolve(fail('not.found')) };
    opening.pages = fetchPages(visit, id).then((drawn) => {
      const isWanted = kept.opening === opening && visitors.get(visit.id) === kept;
      if (kept.opening === opening) kept.opening = null;
      if (!drawn.ok) return drawn;
      if (!isWanted) {
        wipe(drawn.value);
        return fail('not.found');
      }
      close(kept);
      kept.open = { id, pages: drawn.value };
      return drawn;
    });
    kept.opening = opening;
    return opening.pages;
  }

  async function fetchPages(visit: Visit, id: string): Promise<Result<DrawnPage[]>> {
    const file = await hub.file(visit, id);
    if (!file.ok) return file;
    const drawn = await drawCertificate(file.value, timers);
    file.value.bytes.fill(0);
    if (!drawn.ok) tools.log('certificate.notDrawn', { code: drawn.error.code, why: drawn.error.detail });
    return drawn;
  }

  return {
    list: (visitId: string) =>
      within<CertificateList>(visitId, async (visit, kept) => {
        const listed = await hub.list(visit, null);
        if (!listed.ok) return listed;
        const { simulated, rows } = listed.value;
        kept.rows = new Map(rows.map((row) => [row.id, row]));
        kept.simulated = simulated;
        return ok({ simulated, canPrint: sheets.isThere(), rows });
      }),

    open: (visitId: string, id: string) =>
      ofListed<OpenCertificate>(visitId, id, async (visit, kept) => {
        const drawn = await pagesOf(visit, kept, id);
        if (!drawn.ok) return drawn;
        return ok({ pages: drawn.value.map(({ widthPx, heightPx }) => ({ widthPx, heightPx })) });
      }),

    page: (visitId: string, id: string, no: number) =>
      within<File>(visitId, (_, kept) => {
        const page = kept.open?.id === id ? kept.open.pages[no - 1] : undefined;
        if (page === undefined) return fail('not.found');
        return ok(new File([Uint8Array.from(page.bytes)], 'page.jpg', { type: 'image/jpeg' }));
      }),

    close: (visitId: string) =>
      within<null>(visitId, (_, kept) => {
        close(kept);
        kept.opening = null;
        return ok(null);
      }),

    code: (visitId: string, id: string) => ofListed(visitId, id, (visit) => hub.code(visit, id)),

    print: (visitId: string, id: string, purpose: PrintPurpose) =>
      ofListed<CertificatePrinting>(visitId, id, async (visit, kept) => {
        if (kept.job?.isRunning() === true) return fail('busy');
        if (!sheets.isThere()) return fail('device.missing');
        const drawn = await pagesOf(visit, kept, id);
        if (!drawn.ok) return drawn;
        // The print has pages of its own: what is open may be closed meanwhile.
        const pages = drawn.value.map((page) => ({ ...page, bytes: Uint8Array.from(page.bytes) }));
        const key = `${id} ${purpose}`;
        const printId = kept.printIds.get(key) ?? tools.newId();
        kept.printIds.set(key, printId);
        const granted = await hub.print(visit, { id, printId, purpose });
        if (!granted.ok) {
          wipe(pages);
          if (granted.error.code.startsWith('certificate.')) kept.printIds.delete(key);
          return granted;
        }
        const isLate = visitors.get(visitId) !== kept;
        if (isLate || kept.job?.isRunning() === true) {
          wipe(pages);
          void hub.printed(printId, 'failed');
          kept.printIds.delete(key);
          return fail(isLate ? 'session.over' : 'busy');
        }
        const { no, left, serverMs } = granted.value;
        const { terminalId } = config;
        kept.job = createPrintJob({
          sheets,
          hub,
          pages,
          facts: { atMs: serverMs, terminalId, no, purpose, printId, simulated: kept.simulated },
          left,
          log: tools.log,
          onOver: () => kept.printIds.delete(key),
        });
        return ok(kept.job.state());
      }),

    printing: (visitId: string) =>
      within<CertificatePrinting>(visitId, async (_, kept) => {
        const { job } = kept;
        if (job === null) return ok(NOTHING_PRINTED);
        await new Promise<void>((resolve) => {
          const cancel = timers.after(NEWS_MS, resolve);
          void job.over.then(() => {
            cancel();
            resolve();
          });
        });
        return ok(job.state());
      }),

    stop(): void {
      stopListening();
      for (const visitId of [...visitors.keys()]) forget(visitId);
    },
  };
}
export type CertificatesDesk = ReturnType<typeof createCertificatesDesk>;

function close(kept: Kept): void {
  if (kept.open !== null) wipe(kept.open.pages);
  kept.open = null;
}

/** Overwrites the pictures of a certificate. */
function wipe(pages: readonly DrawnPage[]): void {
  for (const { bytes } of pages) bytes.fill(0);
}
