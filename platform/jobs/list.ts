import { httpProvince } from '../adapters/province/http.ts';
import { blobJobs } from '../blobs/jobs.ts';
import { sweepAttempts } from '../console/auth/attempts.ts';
import { sweepSessions } from '../console/auth/sessions.ts';
import type { HubContext } from '../context.ts';
import { recheckUnknownCases } from '../ingest/recheck.ts';
import { sweepMaterials } from '../materials/sweep.ts';
import { runRelay } from '../relay/run.ts';
import { sweepRequests } from '../requests/sweep.ts';
import type { Job } from './jobs.ts';

export const RELAY = 'relay';
export const SWEEP = 'sweep';

/** What the hub does of itself. */
export const hubJobs = (hub: HubContext, random: () => number): Job[] => [
  {
    name: RELAY,
    limitSeconds: 15 * 60,
    async run(signal) {
      const report = await runRelay(hub, { adapter: (settings) => httpProvince(settings), random, signal });
      if (report !== null && report.relayed + report.failed + report.refused > 0)
        hub.log.info({ ...report }, 'relay.run');
    },
  },
  {
    name: SWEEP,
    limitSeconds: 60,
    async run() {
      const expired = await sweepRequests(hub);
      const rechecked = await recheckUnknownCases(hub);
      const purged = await sweepMaterials(hub);
      await sweepSessions(hub);
      await sweepAttempts(hub);
      if (expired + rechecked + purged > 0) hub.log.info({ expired, rechecked, purged }, 'sweep.run');
    },
  },
  ...blobJobs(hub),
];
