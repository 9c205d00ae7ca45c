import { PgBoss } from 'pg-boss';
import type { Timers } from '../../contracts/clock.ts';
import { codeOf } from '../cannot-start.ts';
import type { HubContext } from '../context.ts';

/** Something that is to be done every minute, by one hub of all. */
export interface Job {
  name: string;
  /** Runs at most this long, s; then another hub may take over. */
  limitSeconds: number;
  run: (signal: AbortSignal) => Promise<void>;
}
export interface Jobs {
  /** Runs the job soon, without waiting for its minute. Many wishes at once become one. */
  soon(name: string): void;
  stop(): Promise<void>;
}

const EVERY_MINUTE = '* * * * *';
/** Wishes within this time become one. */
const GATHER_MS = 1_000;
const STOP_MS = 2_000;

/** Jobs on pg-boss (schema `pgboss`): due at their time whichever hub runs, never twice at once. */
export async function startJobs(
  hub: Pick<HubContext, 'log'>,
  timers: Timers,
  connectionString: string,
  jobs: readonly Job[],
): Promise<Jobs> {
  const boss = new PgBoss({ connectionString, schema: 'pgboss', max: 3, application_name: 'hall-hub jobs' });
  boss.on('error', (e) => hub.log.error({ code: codeOf(e) }, 'jobs.error'));
  const stopping = new AbortController();
  await boss.start();
  for (const job of jobs) {
    const options = { policy: 'stately', retryLimit: 0, expireInSeconds: job.limitSeconds };
    await boss.createQueue(job.name, { ...options, deleteAfterSeconds: 3_600 });
    await boss.schedule(job.name, EVERY_MINUTE);
    await boss.work(job.name, { pollingIntervalSeconds: 1 }, async () => {
      const limit = AbortSignal.timeout(job.limitSeconds * 1_000);
      try {
        await job.run(AbortSignal.any([stopping.signal, limit]));
      } catch (e) {
        // Told here and not kept in pg-boss, whose tables keep what an error says.
        hub.log.error({ err: e, job: job.name }, 'jobs.failed');
      }
    });
  }

  const wished = new Map<string, () => void>();
  return {
    soon(name) {
      if (wished.has(name)) return;
      const cancel = timers.after(GATHER_MS, () => {
        wished.delete(name);
        boss.send(name).catch((e: unknown) => hub.log.error({ code: codeOf(e) }, 'jobs.error'));
      });
      wished.set(name, cancel);
    },
    async stop() {
      stopping.abort();
      for (const cancel of wished.values()) cancel();
      await boss.stop({ graceful: true, timeout: STOP_MS });
    },
  };
}
