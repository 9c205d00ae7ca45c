import type { HubContext } from '../context.ts';
import type { Job } from '../jobs/jobs.ts';
import { parseClamavUrl } from './clamd.ts';
import { blobFolders } from './open-store.ts';
import { scanBlobs } from './scan.ts';
import { sweepBlobs, sweepOrphans } from './sweep.ts';

export const BLOB_SWEEP = 'blobSweep';
export const BLOB_SCAN = 'blobScan';

/** UTC: in the night of the hall. */
const ORPHANS_AT = { hour: 19, minute: 17 };

/** What the hub does about blobs of itself. Throws `CannotStart` when `CLAMAV_URL` is not valid. */
export function blobJobs(hub: HubContext): Job[] {
  const folders = blobFolders(hub.config.dataDir);
  const sweep: Job = {
    name: BLOB_SWEEP,
    limitSeconds: 30 * 60,
    async run(signal) {
      const report = await sweepBlobs(hub, folders);
      if (Object.values(report).some((n) => n > 0)) hub.log.info({ ...report }, 'blob.sweep');
      const now = hub.now();
      if (now.getUTCHours() === ORPHANS_AT.hour && now.getUTCMinutes() === ORPHANS_AT.minute)
        await sweepOrphans(hub, folders, signal);
    },
  };
  if (hub.config.clamavUrl === undefined) return [sweep];
  const address = parseClamavUrl(hub.config.clamavUrl);
  const scan: Job = {
    name: BLOB_SCAN,
    limitSeconds: 30 * 60,
    async run(signal) {
      const report = await scanBlobs(hub, address, signal);
      if (report.clean + report.infected + report.postponed > 0) hub.log.info({ ...report }, 'blob.scan');
    },
  };
  return [sweep, scan];
}
