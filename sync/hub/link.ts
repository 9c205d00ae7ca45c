import { z } from 'zod';
import { terminalApi } from '../../contracts/hub/terminal-api.ts';
import { fail, ok } from '../../contracts/result.ts';
import { progressOf } from '../blobs/material-progress.ts';
import { createPace, NO_LIMITS, pause } from '../blobs/pace.ts';
import { createBlobSender } from '../blobs/sender.ts';
import { createWire } from '../blobs/wire.ts';
import type { TerminalStore } from '../store/store.ts';
import type { BlobProgress, HubLink, HubLinkOptions, MaterialLink } from '../types.ts';
import { openChannel } from './channel.ts';
import { loadDeviceKey } from './device-key.ts';
import { createHubHttp, get, type HubResult, post } from './http.ts';
import { createProgress } from './progress.ts';
import { createReferenceData } from './reference-data.ts';
import { replyOf } from './replies.ts';
import { createRequests } from './requests.ts';
import { createTokens } from './token.ts';
import { createUploader } from './uploader.ts';

export const HEARTBEAT_MS = 30_000;
/** While the hub does not serve this terminal (revoked, not enrolled): tried rarely, until that changes. */
export const FAULT_HEARTBEAT_MS = 60_000;
/** While the channel is down. */
export const POLL_MS = 5_000;
/** Safety net while the channel is up. */
export const POLL_SLOW_MS = 60_000;
export const RECONCILE_MS = 86_400_000;
const RECONCILE_RETRY_MS = 60 * 60_000;
/** When the first one got no answer from a hub that is there. */
const RESUME_MS = 5_000;
/** At most this often out of turn. */
const RECONCILE_SOON_MS = 10 * 60_000;
/** More rows than this waiting when the hub comes back: terminals spread over a minute. */
export const CROWD_ROWS = 50;
const CROWD_MS = 60_000;
/** Blobs of terminals that came up together begin spread over this, ms. */
const BLOB_CROWD_MS = 2_000;
const CALL_MS = 5_000;
const INGEST_MS = 60_000;
const ASSET_MS = 60_000;
/** Longest that a piece of a blob stands back for ratings, ms: a delivery that hangs must not hold it for ever. */
const STAND_BACK_MS = 5_000;

/** The hub's word on this terminal, by its refusal. */
const FAULTS: Readonly<Record<string, NonNullable<ReturnType<HubLink['fault']>>>> = {
  'terminal.revoked': 'revoked',
  'terminal.unknown': 'notEnrolled',
  'terminal.enrolment': 'notEnrolled',
  'auth.failed': 'notEnrolled',
};
const anyJson = z.json();
const TOKEN_REFUSED = new Set(['auth.required', 'terminal.unknown']);
const ABSENT = new Set(['hub.unreachable', 'hub.notOurs']);

/**
 * Connects the store to its hub: sends what is ready, hears of requests, keeps the reference data fresh. Starts by
 * itself and goes on until `stop`. A device key that cannot be used is told as the fault `notEnrolled`.
 */
export function startHubLink(o: HubLinkOptions & { store: TerminalStore }): HubLink & MaterialLink {
  const { store, clock, timers, random, log } = o;
  const key = loadDeviceKey(o.dir);
  if (!key.ok) {
    log('hub.deviceKey', { detail: key.error.detail });
    return unusableLink();
  }
  const stopping = new AbortController();
  const http = createHubHttp({ hubUrl: o.hubUrl, fetch: o.fetch ?? fetch, signal: stopping.signal });
  const tokens = createTokens({ ...o, http, enrolmentCode: o.enrolmentCode, key: key.value });
  const wire = createWire({ hubUrl: o.hubUrl, signal: stopping.signal });
  const listeners = new Set<() => void>();
  const progressListeners = new Set<(p: BlobProgress) => void>();
  let online = false;
  let fault: ReturnType<HubLink['fault']> = null;
  let clockOffsetMs: number | null = null;
  let beating: Promise<void> | null = null;
  let reconciling: Promise<'answered' | 'lost'> | null = null;
  /** Boot time of the last good one. */
  let reconciledAt: number | null = null;
  let cancelHeartbeat: () => void = () => undefined;
  let cancelReconcile: () => void = () => undefined;
  let cancelResume: () => void = () => undefined;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const isStopped = (): boolean => stopping.signal.aborted;

  function stand(nextOnline: boolean, nextFault: typeof fault): void {
    if (isStopped() || (online === nextOnline && fault === nextFault)) return;
    const served = online && fault === null;
    online = nextOnline;
    fault = nextFault;
    log('hub.state', { online, fault });
    changed();
    requests.schedule();
    if (online && fault === null && !served) void resume();
  }

  /** The hub serves this terminal, for the first time or again. */
  async function resume(): Promise<void> {
    channel.hurry();
    requests.look();
    // First what the hub has of this database: a copy that was restored must not send under numbers given out before.
    if (reconciledAt === null && (await reconcile()) === 'lost') {
      cancelResume();
      if (!isStopped()) cancelResume = timers.after(RESUME_MS, () => online && void resume());
      return;
    }
    uploader.resume(store.queue().ready > CROWD_ROWS ? random() * CROWD_MS : 0);
    blobSender.resume(random() * BLOB_CROWD_MS);
  }

  /** A call with the token; a token that the hub does not take is renewed once. */
  async function authed<T>(send: (token: string) => Promise<HubResult<T>>): Promise<HubResult<T>> {
    for (let tries = 1; ; tries += 1) {
      const token = await tokens.get();
      const result = token.ok ? await send(token.value) : token;
      const renew = token.ok && !result.ok && TOKEN_REFUSED.has(result.error.code) && tries === 1;
      if (!renew) return note(result);
      tokens.drop(token.value);
    }
  }

  /** What an answer says of the hub. That it is away is for the heartbeat to say: one call may be lost. */
  function note<T>(result: HubResult<T>): HubResult<T> {
    const code = result.ok ? null : result.error.code;
    if (code === null) stand(true, null);
    else if (!ABSENT.has(code)) stand(true, FAULTS[code] ?? fault);
    else if (online) void heartbeat();
    return result;
  }

  /** The hub's clock, from an answer to a question that was asked at boot time `asked`. */
  function anchor(serverMs: number, asked: number): void {
    const now = clock.boottimeMs();
    const rttMs = now - asked;
    store.putAnchor({ bootId: clock.bootId, boottimeMs: asked + rttMs / 2, serverMs, rttMs });
    clockOffsetMs = Math.round(serverMs + rttMs / 2 - clock.wallMs());
  }

  /** Terminals that came up together must not go on in step: each wait is up to a quarter shorter. */
  const spread = (ms: number): number => ms * (1 - random() / 4);

  function heartbeat(): Promise<void> {
    beating ??= beat().finally(() => {
      beating = null;
      cancelHeartbeat();
      if (isStopped()) return;
      cancelHeartbeat = timers.after(
        spread(fault === null ? HEARTBEAT_MS : FAULT_HEARTBEAT_MS),
        () => void heartbeat(),
      );
    });
    return beating;
  }

  async function beat(): Promise<void> {
    store.maintain();
    let asked = clock.boottimeMs();
    const body = {
      epoch: store.epoch,
      app: o.app,
      queue: store.queue(),
      fault: store.fault(),
      clockOffsetMs,
      ...(o.devices === undefined ? {} : { devices: o.devices() }),
    };
    const call = post('/terminal/heartbeat', body, CALL_MS);
    const reply = await authed((token) => {
      asked = clock.boottimeMs();
      return http.json({ ...call, token }, replyOf(terminalApi.heartbeat));
    });
    if (!reply.ok) {
      if (ABSENT.has(reply.error.code)) stand(false, fault);
      return;
    }
    anchor(reply.value.serverMs, asked);
    referenceData.offer(reply.value.referenceVersion);
    if (body.queue.ready > 0) uploader.kick();
    blobSender.kick();
  }

  function reconcile(): Promise<'answered' | 'lost'> {
    reconciling ??= askAndReconcile().then((answer) => {
      reconciling = null;
      cancelReconcile();
      const next = answer === 'answered' ? RECONCILE_MS : RECONCILE_RETRY_MS;
      if (!isStopped()) cancelReconcile = timers.after(next, () => void reconcile());
      return answer;
    });
    return reconciling;
  }

  async function askAndReconcile(): Promise<'answered' | 'lost'> {
    const { epoch } = store;
    const call = post('/terminal/reconcile', { epoch });
    const reply = await authed((token) => http.json({ ...call, token }, replyOf(terminalApi.reconcile)));
    if (!reply.ok) return ABSENT.has(reply.error.code) ? 'lost' : 'answered';
    if (store.epoch !== epoch) return 'lost';
    const result = store.reconcile(reply.value.ranges, reply.value.serverMs);
    reconciledAt = clock.boottimeMs();
    log('outbox.reconciled', { ...result });
    if (result.again > 0 || result.newEpoch) uploader.kick();
    blobSender.verify();
    return 'answered';
  }

  const uploader = createUploader({
    store,
    async send(items, epoch) {
      let asked = clock.boottimeMs();
      const call = post('/terminal/ingest', { epoch, items }, INGEST_MS);
      const reply = await authed((token) => {
        asked = clock.boottimeMs();
        return http.json({ ...call, token }, replyOf(terminalApi.ingest));
      });
      if (reply.ok) anchor(reply.value.serverMs, asked);
      return reply;
    },
    onConflict() {
      const due = reconciledAt === null || clock.boottimeMs() - reconciledAt > RECONCILE_SOON_MS;
      if (due) void reconcile();
    },
    timers,
    random,
    log,
  });
  const blobSender = createBlobSender({
    lane: store.blobs,
    wire: wire.send,
    http,
    authed,
    pace: createPace({
      limits: o.uploadLimits ?? NO_LIMITS,
      nowMs: () => clock.wallMs() + (clockOffsetMs ?? 0),
      boottimeMs: clock.boottimeMs,
      timers,
    }),
    async ratingsGone() {
      if (!uploader.isBusy()) return;
      const enough = new AbortController();
      await Promise.race([
        uploader.idle(),
        pause(STAND_BACK_MS, timers, AbortSignal.any([enough.signal, stopping.signal])),
      ]);
      enough.abort();
    },
    signal: stopping.signal,
    boottimeMs: clock.boottimeMs,
    timers,
    random,
    onProgress(p) {
      for (const listener of progressListeners) listener(p);
    },
    log,
  });
  const progress = createProgress({
    send(id, state) {
      const call = post(`/terminal/requests/${id}/progress`, { state }, CALL_MS);
      return authed((token) => http.json({ ...call, token }, replyOf(terminalApi.progress)));
    },
    clock,
    timers,
  });
  const requests = createRequests({
    fetch: () =>
      authed((token) =>
        http.json({ ...get('/terminal/request', CALL_MS), token }, replyOf(terminalApi.request)),
      ),
    pollMs: () => spread(channel.isOpen() || fault !== null ? POLL_SLOW_MS : POLL_MS),
    clock,
    timers,
    onChange: changed,
  });
  const referenceData = createReferenceData({
    store,
    fetch: () => authed((token) => http.json({ ...get('/terminal/reference'), token }, anyJson)),
    fetchAsset: ({ sha256, size }) =>
      authed((token) => http.bytes({ ...get(`/terminal/assets/${sha256}`, ASSET_MS), token }, size)),
    timers,
    random,
    onChange: changed,
    log,
  });
  const channel = openChannel({
    hubUrl: o.hubUrl,
    async token() {
      const token = await tokens.get();
      if (!token.ok) note(token);
      return token.ok ? token.value : null;
    },
    refused: tokens.drop,
    onLook(what) {
      if (what === 'request') requests.look();
      else if (what === 'reference') referenceData.refresh();
      else {
        tokens.drop();
        void heartbeat();
      }
    },
    onState(open) {
      // Something may have been said while the line was down; a broken line may mean that the hub is gone.
      if (open) requests.look();
      else {
        requests.schedule();
        void heartbeat();
      }
    },
    timers,
    random,
  });
  void heartbeat();
  requests.look();

  return {
    online: () => online,
    fault: () => fault,
    request: requests.current,
    progress: progress.report,
    async checkCase(caseNo, stage) {
      const call = post('/terminal/case-check', { caseNo, stage }, CALL_MS);
      const reply = await authed((token) => http.json({ ...call, token }, replyOf(terminalApi.checkCase)));
      return reply.ok ? ok({ state: reply.value.state, case: reply.value.case }) : reply;
    },
    async ask(question, schema) {
      const { method, path, body, timeoutMs = CALL_MS } = question;
      const call = method === 'GET' ? get(path, timeoutMs) : post(path, body, timeoutMs);
      return authed((token) => http.json({ ...call, token }, schema));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    kick() {
      uploader.kick();
      blobSender.kick();
    },
    materialProgress: (id) => progressOf(store.material(id), blobSender.acked),
    onProgress(listener) {
      progressListeners.add(listener);
      return () => progressListeners.delete(listener);
    },
    async stop() {
      stopping.abort();
      cancelHeartbeat();
      cancelReconcile();
      cancelResume();
      progress.stop();
      channel.stop();
      requests.stop();
      await Promise.all([uploader.stop(), blobSender.stop(), referenceData.stop(), beating, reconciling]);
      wire.close();
    },
  };
}

/** A link that can do nothing, so that the pad goes on without a hub and says so. */
function unusableLink(): HubLink & MaterialLink {
  return {
    online: () => false,
    fault: () => 'notEnrolled',
    request: () => null,
    progress: () => undefined,
    checkCase: async () => fail('hub.unreachable'),
    ask: async () => fail('hub.unreachable'),
    onChange: () => () => undefined,
    kick: () => undefined,
    materialProgress: () => null,
    onProgress: () => () => undefined,
    stop: async () => undefined,
  };
}
