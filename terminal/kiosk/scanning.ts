import type { Result } from '../../contracts/result.ts';
import type { ScanJob } from '../../contracts/scan.ts';
import type { DocumentScanner, ScannedPage } from '../../devices/device.ts';
import type { KioskDevices } from './devices.ts';
import { whyNot } from './devices.ts';

export interface Scanning {
  /** Ways to a page that the scanner of now has. */
  sources(): readonly ScanJob['source'][];
  busy(): boolean;
  /**
   * Scans one job; `keep` takes each page and says whether more may come. Resolves with null when it went well or was
   * cancelled, else with the code of what stopped it.
   */
  scan(job: ScanJob, keep: (page: ScannedPage) => Result<null>): Promise<string | null>;
  cancel(): void;
  /** The scanner may have come, gone or been replaced. */
  refresh(): void;
}

/** The document scanner of a kiosk, one job at a time. `changed`: its ways to a page are known now. */
export function createScanning(devices: KioskDevices, changed: () => void): Scanning {
  let device: DocumentScanner | null = null;
  let sources: readonly ScanJob['source'][] = [];
  let running: AbortController | null = null;

  async function pages(job: ScanJob, keep: (page: ScannedPage) => Result<null>, signal: AbortSignal) {
    const found = devices.reach('documentScanner');
    if (found === null) return whyNot(devices, 'documentScanner');
    for await (const event of found.scan(job, signal)) {
      if (event.type === 'fault') return event.code;
      if (event.type === 'done' || signal.aborted) break;
      const kept = keep(event.page);
      if (!kept.ok) return kept.error.code;
    }
    return null;
  }

  const scanning: Scanning = {
    sources: () => sources,
    busy: () => running !== null,
    async scan(job, keep) {
      const abort = new AbortController();
      running = abort;
      const code = await pages(job, keep, abort.signal);
      running = null;
      return abort.signal.aborted ? null : code;
    },
    cancel: () => running?.abort(),
    refresh() {
      const found = devices.reach('documentScanner');
      if (found === device) return;
      device = found;
      sources = [];
      void found?.capabilities().then((known) => {
        if (found !== device || !known.ok) return;
        sources = known.value.sources;
        changed();
      });
    },
  };
  scanning.refresh();
  return scanning;
}
