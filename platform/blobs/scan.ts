import { notify } from '../bus.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import { type ClamdAddress, type ScanResult, scanStream } from './clamd.ts';
import { lockBlob } from './rows.ts';

/** Blobs looked at in one run; the next comes soon. */
const MOST = 200;
/** Before content that the scanner refused is shown to it again: doubled each time, up to a day. */
const RETRY_MS = 60_000;
const RETRY_CAP_MS = 24 * 3_600_000;

type Hub = Pick<HubContext, 'db' | 'blobs' | 'now' | 'log'>;

export interface ScanReport {
  clean: number;
  infected: number;
  /** Refused by the scanner; tried again later. */
  postponed: number;
  /** The scanner could not be reached: everything else is left for the next run. */
  unreachable: boolean;
}

/**
 * Shows committed blobs that were not scanned yet to the virus scanner. What is infected is quarantined: its bytes stay
 * and are never given out. Without a scanner, a blob stays `unscanned` and can be read.
 */
export async function scanBlobs(
  hub: Hub,
  address: ClamdAddress,
  signal?: AbortSignal,
  scan: typeof scanStream = scanStream,
): Promise<ScanReport> {
  const report: ScanReport = { clean: 0, infected: 0, postponed: 0, unreachable: false };
  const waiting = await hub.db
    .selectFrom('blob')
    .select(['sha256', 'scan_tries'])
    .where('scan_state', '=', 'unscanned')
    .where('scan_after', '<=', hub.now())
    .orderBy('scan_after')
    .limit(MOST)
    .execute();
  for (const row of waiting) {
    if (signal?.aborted) break;
    const sha256 = row.sha256.toString('hex');
    const content = await hub.blobs.read(sha256);
    const result: ScanResult =
      content === null
        ? { ok: false, error: { code: 'refused', detail: 'lost' } }
        : await scan(address, content);
    if (!result.ok && result.error.code === 'unreachable') {
      hub.log.warn({ detail: result.error.detail }, 'blob.scannerUnreachable');
      report.unreachable = true;
      break;
    }
    if (!result.ok) {
      hub.log.warn({ sha256, detail: result.error.detail }, 'blob.scanRefused');
      await postpone(hub, row.sha256, row.scan_tries, result.error.detail);
      report.postponed += 1;
    } else if (result.value === null) {
      await hub.db
        .updateTable('blob')
        .set({ scan_state: 'clean', scan_finding: null })
        .where('sha256', '=', row.sha256)
        .execute();
      report.clean += 1;
    } else {
      await putAside(hub, sha256, result.value);
      report.infected += 1;
    }
  }
  return report;
}

async function postpone(hub: Hub, sha256: Buffer, tries: number, finding: string): Promise<void> {
  const wait = Math.min(RETRY_CAP_MS, RETRY_MS * 2 ** Math.min(tries, 20));
  await hub.db
    .updateTable('blob')
    .set({ scan_tries: tries + 1, scan_after: new Date(hub.now().getTime() + wait), scan_finding: finding })
    .where('sha256', '=', sha256)
    .execute();
}

async function putAside(hub: Hub, sha256: string, finding: string): Promise<void> {
  await hub.db.transaction().execute(async (trx) => {
    await lockBlob(trx, sha256);
    await trx
      .updateTable('blob')
      .set({ state: 'quarantined', scan_state: 'infected', scan_finding: finding })
      .where('sha256', '=', Buffer.from(sha256, 'hex'))
      .execute();
    await notify(trx, [{ topic: 'blob', message: { sha256 } }]);
    const entry = { actor: 'hub', action: 'blob.infected', target: sha256, result: 'refused' as const };
    await appendAudit(hub, { ...entry, detail: { finding } }, trx);
  });
  hub.log.error({ sha256, finding }, 'blob.infected');
}
