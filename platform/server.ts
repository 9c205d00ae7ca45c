import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { implement } from '@orpc/server';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Timers } from '../contracts/clock.ts';
import type { HubConfig } from '../contracts/config.ts';
import { hubContract } from '../contracts/hub/index.ts';
import { CHANNEL_PATH } from '../contracts/hub/terminal-api.ts';
import { httpLibrary } from './adapters/certificates/http.ts';
import { httpRegister } from './adapters/enterprise-register/http.ts';
import { dialCounters } from './adapters/pad-websocket/dial.ts';
import { oneOfAll } from './adapters/pad-websocket/leader.ts';
import { listenForCounters, PAD_WEBSOCKET_PATH } from './adapters/pad-websocket/listen.ts';
import { httpSeals } from './adapters/seals/http.ts';
import { applicationsRouter } from './applications/router.ts';
import { BLOB_SCAN } from './blobs/jobs.ts';
import { blobFolders, openBlobStore } from './blobs/open-store.ts';
import { serveBlobs } from './blobs/routes.ts';
import { createTurns } from './blobs/turns.ts';
import { bookingsRouter } from './bookings/router.ts';
import { type RunningBus, startBus } from './bus.ts';
import { CannotStart, codeOf } from './cannot-start.ts';
import { catalogueRouter } from './catalogue/router.ts';
import { certificatesRouter } from './certificates/router.ts';
import { citizensRouter } from './citizens/router.ts';
import { consoleRouter } from './console/router.ts';
import type { HubContext } from './context.ts';
import { counterRouter } from './counter/router.ts';
import { prepareDataDir } from './data-dir.ts';
import { type OpenDatabase, openDatabase } from './db/postgres.ts';
import { draftsRouter } from './drafts/router.ts';
import { enterprisesRouter } from './enterprises/router.ts';
import { helpRouter } from './help/router.ts';
import { createApi } from './http/api.ts';
import { createApp } from './http/app.ts';
import { loadTexts } from './http/texts.ts';
import { serveUpgrades } from './http/upgrades.ts';
import { createGate } from './ingest/gate.ts';
import { type Jobs, startJobs } from './jobs/jobs.ts';
import { hubJobs, RELAY } from './jobs/list.ts';
import { createLog } from './log/log.ts';
import { serveMaterials } from './materials/routes.ts';
import { keepSettling } from './materials/settle.ts';
import { createThumbnails } from './materials/thumbnails.ts';
import { productRoot } from './paths.ts';
import { phoneRouter } from './phone/router.ts';
import { servePhone } from './phone/routes.ts';
import { referenceCache } from './reference/cache.ts';
import type { HubRequestContext } from './request-context.ts';
import { createWatch } from './requests/watch.ts';
import { sealsRouter } from './seals/router.ts';
import { createSecrets, loadHubKey } from './secrets.ts';
import { signInRouter } from './sign-in/router.ts';
import { createChannels } from './terminals/channel.ts';
import { terminalRouter } from './terminals/router.ts';
import { systemTimers } from './timers.ts';
import { hubVersion } from './version.ts';

/** What a test, or another host than `main.ts`, hands in. */
export interface HubOverrides {
  now?: () => Date;
  newId?: () => string;
  /** U[0,1). */
  random?: () => number;
  timers?: Timers;
  log?: Logger;
  /** 64 hexadecimal digits; absent = the key file of the data folder. */
  hubKey?: string | undefined;
  /** A database that is open already; closed with the hub. */
  database?: OpenDatabase;
  /** Folder that holds `console/` and `counter/`; default `dist`. */
  webRoot?: string;
  /** false: no jobs (relay, sweeps) in this process. */
  jobs?: boolean;
}
export interface Hub {
  /** Where it listens, such as http://127.0.0.1:7400 */
  url: string;
  context: HubContext;
  /** Resolves when the hub cannot go on: its embedded database has ended. */
  lost: Promise<void>;
  close(): Promise<void>;
}

/** Batches stored at one time and in line, and how long one waits in line. */
const RATINGS = { active: 4, waiting: 400, waitMs: 10_000 };
const OTHER_ROWS = { active: 2, waiting: 400, waitMs: 30_000 };
/** Calls to the enterprise register at one time and in line: somebody types meanwhile, and may go on without it. */
const REGISTER_CALLS = { active: 8, waiting: 50, waitMs: 2_000 };
/** Calls to the e-seal platform at one time and in line: it writes messages and signs. */
const SEAL_CALLS = { active: 8, waiting: 50, waitMs: 3_000 };
/** Calls to the e-certificate library at one time and in line: it is slow at times, and the hub must not be. */
const LIBRARY_CALLS = { active: 16, waiting: 100, waitMs: 3_000 };
/**
 * Commits of blobs at one time and in line; each hashes a file. Whoever is told to come later loses their place in line,
 * so the wait is long: as long as a terminal waits for the answer, less the time of a large commit.
 */
const COMMITS = { active: 3, waiting: 400, waitMs: 150_000 };
/** Of bytes of blobs that arrive, at one time. */
const FLUSHES = 2;
/** Of the hub that calls counter systems. */
const DIAL_LOCK = 0x4449_414c;
/** Open calls get this long to end when the hub closes. */
const LINGER_MS = 800;

/** Starts a hub; several may share one database. Throws `CannotStart` when something outside keeps it from starting. */
export async function startHub(config: HubConfig, overrides: HubOverrides = {}): Promise<Hub> {
  const closers: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (let next = closers.pop(); next !== undefined; next = closers.pop()) await next();
  };
  try {
    return await start(config, overrides, closers, close);
  } catch (e) {
    await close();
    throw e;
  }
}

async function start(
  config: HubConfig,
  overrides: HubOverrides,
  closers: (() => unknown)[],
  close: () => Promise<void>,
): Promise<Hub> {
  const log = overrides.log ?? createLog(config.logLevel);
  const timers = overrides.timers ?? systemTimers;
  const random = overrides.random ?? Math.random;
  prepareDataDir(config.dataDir);
  const secrets = createSecrets(loadHubKey(config.dataDir, overrides.hubKey));
  const database = overrides.database ?? (await openDatabase(config, log));
  closers.push(() => database.close());
  const { db, connectionString } = database;
  const bus = await startBus({ connectionString, db, log, timers, random });
  closers.push(() => bus.close());
  const blobs = await openBlobStore(config, log);
  closers.push(() => blobs.close());
  const context: HubContext = {
    config,
    db,
    now: overrides.now ?? (() => new Date()),
    newId: overrides.newId ?? randomUUID,
    secrets,
    bus,
    blobs,
    log,
  };

  const references = referenceCache(context, bus);
  const channels = createChannels({ hub: context, bus, timers, log });
  closers.push(() => references.stop());
  const router = implement(hubContract)
    .$context<HubRequestContext>()
    .router({
      terminal: terminalRouter({
        gates: {
          ratings: createGate({ ...RATINGS, timers }),
          others: createGate({ ...OTHER_ROWS, timers }),
        },
        references,
      }),
      counter: counterRouter({ watch: createWatch({ bus, timers }) }),
      console: consoleRouter,
      kiosk: {
        applications: applicationsRouter,
        bookings: bookingsRouter,
        catalogue: catalogueRouter,
        citizens: citizensRouter,
        drafts: draftsRouter,
        signIn: signInRouter,
        phone: phoneRouter,
        help: helpRouter,
        seals: sealsRouter({
          gate: createGate({ ...SEAL_CALLS, timers }),
          open: (settings) => httpSeals(settings, (why) => log.warn({ why }, 'seal.platformAway')),
        }),
        enterprises: enterprisesRouter({
          gate: createGate({ ...REGISTER_CALLS, timers }),
          open: (settings) => httpRegister(settings, (why) => log.warn({ why }, 'enterprise.registerAway')),
        }),
        certificates: certificatesRouter({
          gate: createGate({ ...LIBRARY_CALLS, timers }),
          open: (settings) => httpLibrary(settings, (why) => log.warn({ why }, 'certificate.libraryAway')),
        }),
      },
    });
  const webRoot = overrides.webRoot ?? join(productRoot(), 'dist');
  const app = await createApp({
    api: createApi(context, router, loadTexts()),
    webRoot,
    version: hubVersion(),
    behindProxy: config.behindProxy,
    isReady: () => isReady(context, bus),
    timers,
    streams: async (routes) => {
      await routes.register(
        serveBlobs({
          hub: context,
          folders: blobFolders(config.dataDir),
          timers,
          flushes: createTurns(FLUSHES),
          gate: createGate({ ...COMMITS, timers }),
        }),
      );
      await routes.register(serveMaterials({ hub: context, thumbnails: createThumbnails(context, timers) }));
      await routes.register(servePhone(context, webRoot));
    },
  });
  closers.push(keepSettling(context, bus, timers));
  const counters = listenForCounters(context, timers);
  const upgrades = { [CHANNEL_PATH]: channels.upgrade, [PAD_WEBSOCKET_PATH]: counters.upgrade };
  serveUpgrades(app.server, upgrades, log);
  closers.push(async () => {
    channels.close();
    counters.close();
    const cancel = timers.after(LINGER_MS, () => app.server.closeAllConnections());
    await app.close();
    cancel();
  });

  if (overrides.jobs ?? true) {
    const jobs = await startJobs(context, timers, connectionString, hubJobs(context, random));
    closers.push(workOnWhatComes(bus, jobs, config));
    const lead = (): (() => void) => dialCounters({ hub: context, timers, random });
    closers.push(oneOfAll({ connectionString, lock: DIAL_LOCK, timers, log, lead }));
  }
  await listen(app, config);
  const { port } = app.server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const url = `http://${host}:${port}`;
  log.info({ url }, 'hub.ready');
  return { url, context, lost: database.lost, close };
}

/** Answers how to stop. */
function workOnWhatComes(bus: RunningBus, jobs: Jobs, { clamavUrl }: HubConfig): () => Promise<void> {
  const stops = [bus.subscribe('ratings', () => jobs.soon(RELAY))];
  if (clamavUrl !== undefined) stops.push(bus.subscribe('blob', () => jobs.soon(BLOB_SCAN)));
  return async () => {
    for (const stop of stops) stop();
    await jobs.stop();
  };
}

async function listen(app: Awaited<ReturnType<typeof createApp>>, { host, port }: HubConfig): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (e) {
    const code = codeOf(e);
    const why = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`;
    throw new CannotStart(`port ${port} of ${host} ${why}; set HUB_PORT or HUB_HOST to another`);
  }
}

async function isReady({ db }: HubContext, bus: RunningBus): Promise<boolean> {
  try {
    await sql`select 1`.execute(db);
    return bus.isConnected();
  } catch {
    return false;
  }
}
