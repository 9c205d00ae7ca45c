import { httpProvince } from '../adapters/province/http.ts';
import { blobJobs } from '../blobs/jobs.ts';
import { sweepBookings } from '../bookings/sweep.ts';
import { syncCatalogue } from '../catalogue/sync.ts';
import { httpUpper } from '../catalogue/upper/http.ts';
import { sweepCertificates } from '../certificates/sweep.ts';
import { sweepPetitions } from '../citizens/purge.ts';
import { sweepAttempts } from '../console/auth/attempts.ts';
import { sweepSessions } from '../console/auth/sessions.ts';
import type { HubContext } from '../context.ts';
import { sweepDrafts } from '../drafts/end.ts';
import { sweepCalls } from '../help/calls.ts';
import { recheckUnknownCases } from '../ingest/recheck.ts';
import { sweepMaterials } from '../materials/sweep.ts';
import { sweepPhone } from '../phone/sessions.ts';
import { runRelay } from '../relay/run.ts';
import { sweepRequests } from '../requests/sweep.ts';
import { sweepSmsCodes } from '../sign-in/send-sms.ts';
import type { Job } from './jobs.ts';

export const RELAY = 'relay';
export const SWEEP = 'sweep';
export const CATALOGUE = 'catalogue';

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
      const swept = {
        expired: await sweepRequests(hub),
        rechecked: await recheckUnknownCases(hub),
        purged: await sweepMaterials(hub),
        bookings: await sweepBookings(hub),
        petitions: await sweepPetitions(hub),
        prints: await sweepCertificates(hub),
        drafts: await sweepDrafts(hub),
        calls: await sweepCalls(hub),
      };
      await sweepPhone(hub);
      await sweepSessions(hub);
      await sweepAttempts(hub);
      await sweepSmsCodes(hub);
      if (Object.values(swept).some((n) => n > 0)) hub.log.info(swept, 'sweep.run');
    },
  },
  {
    name: CATALOGUE,
    limitSeconds: 15 * 60,
    async run(signal) {
      const report = await syncCatalogue(hub, { upper: (settings) => httpUpper(settings), signal });
      if (report !== null && report.outcome !== 'same') hub.log.info({ ...report }, 'catalogue.run');
    },
  },
  ...blobJobs(hub),
];
