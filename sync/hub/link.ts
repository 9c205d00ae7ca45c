import type { z } from 'zod';
import { type PadRequest, terminalApi } from '../../contracts/hub/terminal-api.ts';
import type { IngestItem } from '../../contracts/ingest.ts';
import type { Reference } from '../../contracts/reference.ts';
import { ok } from '../../contracts/result.ts';
import type { TerminalStore } from '../store/store.ts';
import type { HubLink, HubLinkOptions } from '../types.ts';
import { openChannel } from './channel.ts';
import { loadDeviceKey } from './device-key.ts';
import { type Call, createHubHttp, type HubResult } from './http.ts';
import { createProgress } from './progress.ts';
import { replyOf } from './replies.ts';
import { createTokens } from './token.ts';
import { createUploader } from './uploader.ts';

export const HEARTBEAT_MS = 30_000;
/** While the channel is down. */
export const POLL_MS = 5_000;
/** Safety net while the channel is up. */
export const POLL_SLOW_MS = 60_000;
export const RECONCILE_MS = 86_400_000;
const CALL_MS = 5_000;
/** More rows than this waiting when the hub comes back: terminals spread over a minute. */
const CROWD_ROWS = 50;
const CROWD_MS = 60_000;

/** Connects the store to its hub: sends what is ready, hears of requests, keeps the reference data fresh. */
export function startHubLink(o: HubLinkOptions & { store: TerminalStore }): HubLink {
  const stopping = new AbortController();
  const http = createHubHttp({ hubUrl: o.hubUrl, fetch: o.fetch ?? fetch, signal: stopping.signal });
  const tokens = createTokens({
    http,
    terminalId: o.terminalId,
    enrolmentCode: o.enrolmentCode,
    key: loadDeviceKey(o.dir),
    clock: o.clock,
    log: o.log,
  });
  const listeners = new Set<() => void>();
  const timers = new Map<string, () => void>();
  let online = false;
  let fault: ReturnType<HubLink['fault']> = null;
  let seen: { request: PadRequest; until: number } | null = null;
  let clockOffsetMs: number | null = null;
  let referenceFetch: Promise<void> | null = null;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  /** One timer per name; a new one takes the old one's place. */
  function later(name: string, ms: number, f: () => void): void {
    timers.get(name)?.();
    if (!stopping.signal.aborted) timers.set(name, o.timers.after(ms, f));
  }

  function met(isOnline: boolean, nextFault: typeof fault): void {
    if (stopping.signal.aborted || (online === isOnline && fault === nextFault)) return;
    const returned = isOnline && !online;
    online = isOnline;
    fault = nextFault;
    o.log('hub.state', { online, fault });
    changed();
    if (!returned) return;
    channel.hurry();
    if (o.store.queue().ready > CROWD_ROWS) uploader.pause(o.random() * CROWD_MS);
    else uploader.kick();
    void reconcile();
  }

  /** A call with the token; a token that the hub does not take is renewed once. */
  async function authed<T extends z.ZodType>(call: Call, schema: T): Promise<HubResult<z.output<T>>> {
    const first = await once();
    if (first.ok || !TOKEN_REFUSED.has(first.error.code)) return note(first);
    tokens.drop();
    return note(await once());

    async function once(): Promise<HubResult<z.output<T>>> {
      const token = await tokens.get();
      return token.ok ? http.json({ ...call, token: token.value }, schema) : token;
    }
  }

  /** What every answer, good or bad, says of the hub. */
  function note<T>(result: HubResult<T>): HubResult<T> {
    const code = result.ok ? null : result.error.code;
    if (code === 'hub.unreachable' || code === 'hub.notOurs') met(false, fault);
    else if (code === 'terminal.revoked') met(true, 'revoked');
    else if (code === 'terminal.unknown' || code === 'terminal.enrolment') met(true, 'notEnrolled');
    else met(true, null);
    return result;
  }

  function anchor(serverMs: number, before: number): void {
    const after = o.clock.boottimeMs();
    const anchored = {
      bootId: o.clock.bootId,
      boottimeMs: (before + after) / 2,
      serverMs,
      rttMs: after - before,
    };
    o.store.putAnchor(anchored);
    clockOffsetMs = Math.round(serverMs - o.clock.wallMs());
  }

  async function heartbeat(): Promise<void> {
    o.store.maintain();
    const before = o.clock.boottimeMs();
    const body = {
      epoch: o.store.epoch,
      app: o.app,
      queue: o.store.queue(),
      fault: o.store.fault(),
      clockOffsetMs,
    };
    const call: Call = { method: 'POST', path: '/terminal/heartbeat', body, timeoutMs: CALL_MS };
    const reply = await authed(call, replyOf(terminalApi.heartbeat));
    if (reply.ok) {
      anchor(reply.value.serverMs, before);
      if (reply.value.referenceVersion !== o.store.reference()?.version) void refreshReference();
      if (o.store.queue().ready > 0) uploader.kick();
    }
    later('heartbeat', fault === null ? HEARTBEAT_MS : HEARTBEAT_MS * 2, () => void heartbeat());
  }

  async function lookForRequest(): Promise<void> {
    const reply = await authed(
      { method: 'GET', path: '/terminal/request', timeoutMs: CALL_MS },
      replyOf(terminalApi.request),
    );
    if (reply.ok) {
      const { request } = reply.value;
      const before = seen?.request.id ?? null;
      // The first sight of a request sets its end; the hub's later words do not move it.
      if (request === null) seen = null;
      else if (request.id !== before) seen = { request, until: o.clock.boottimeMs() + request.leftMs };
      if ((request?.id ?? null) !== before) changed();
    }
    later('poll', channel.isOpen() || fault !== null ? POLL_SLOW_MS : POLL_MS, () => void lookForRequest());
  }

  function refreshReference(): Promise<void> {
    referenceFetch ??= fetchReference().finally(() => {
      referenceFetch = null;
    });
    return referenceFetch;
  }

  /** A new set becomes visible only when it is whole: valid, and every picture there. Else the last good one stays. */
  async function fetchReference(): Promise<void> {
    const reply = await authed(
      { method: 'GET', path: '/terminal/reference' },
      replyOf(terminalApi.reference),
    );
    if (!reply.ok) return o.log('reference.failed', { code: reply.error.code });
    if (reply.value.version === o.store.reference()?.version) return;
    for (const asset of assetsOf(reply.value)) {
      if (o.store.asset(asset.sha256) !== null) continue;
      const token = await tokens.get();
      if (!token.ok) return;
      const bytes = await http.bytes({
        method: 'GET',
        path: `/terminal/assets/${asset.sha256}`,
        token: token.value,
      });
      if (!bytes.ok || !o.store.putAsset(asset, bytes.value))
        return o.log('reference.assetFailed', { sha256: asset.sha256 });
    }
    o.store.putReference(reply.value);
    o.log('reference.changed', { version: reply.value.version });
    changed();
  }

  async function reconcile(): Promise<void> {
    const body = { epoch: o.store.epoch };
    const reply = await authed(
      { method: 'POST', path: '/terminal/reconcile', body },
      replyOf(terminalApi.reconcile),
    );
    if (reply.ok) {
      const result = o.store.reconcile(reply.value.ranges, reply.value.serverMs);
      if (result.again + result.purged > 0) o.log('outbox.reconciled', result);
      if (result.again > 0) uploader.kick();
    }
    later('reconcile', RECONCILE_MS, () => void reconcile());
  }

  const uploader = createUploader({
    next: o.store.nextBatch,
    settle: o.store.settle,
    async send(items: IngestItem[]) {
      const before = o.clock.boottimeMs();
      const body = JSON.stringify({ epoch: o.store.epoch, items });
      const reply = await authed(
        { method: 'POST', path: '/terminal/ingest', body, timeoutMs: 60_000 },
        replyOf(terminalApi.ingest),
      );
      if (reply.ok) anchor(reply.value.serverMs, before);
      return reply;
    },
    timers: o.timers,
    random: o.random,
    log: o.log,
  });
  const progress = createProgress({
    send: (id, state) =>
      authed(
        { method: 'POST', path: `/terminal/requests/${id}/progress`, body: { state }, timeoutMs: CALL_MS },
        replyOf(terminalApi.progress),
      ),
    clock: o.clock,
    timers: o.timers,
  });
  const channel = openChannel({
    hubUrl: o.hubUrl,
    async token() {
      const token = note(await tokens.get());
      return token.ok ? token.value : null;
    },
    refused: tokens.drop,
    onLook(what) {
      if (what === 'request') void lookForRequest();
      else if (what === 'reference') void refreshReference();
      else {
        tokens.drop();
        void heartbeat();
      }
    },
    onState(open) {
      // Something may have been said while the line was down; a broken line may mean that the hub is gone.
      if (open) void lookForRequest();
      else void heartbeat();
    },
    timers: o.timers,
    random: o.random,
  });
  void heartbeat();
  void lookForRequest();

  return {
    online: () => online,
    fault: () => fault,
    request() {
      if (seen === null) return null;
      const leftMs = Math.round(seen.until - o.clock.boottimeMs());
      return leftMs > 0 ? { ...seen.request, leftMs } : null;
    },
    progress: progress.report,
    async checkCase(caseNo, stage) {
      const body = { caseNo, stage };
      const reply = await authed(
        { method: 'POST', path: '/terminal/case-check', body, timeoutMs: CALL_MS },
        replyOf(terminalApi.checkCase),
      );
      return reply.ok ? ok({ state: reply.value.state, case: reply.value.case }) : reply;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    kick: uploader.kick,
    async stop() {
      stopping.abort();
      uploader.stop();
      progress.stop();
      channel.stop();
      for (const cancel of timers.values()) cancel();
      await referenceFetch;
    },
  };
}

const TOKEN_REFUSED = new Set(['auth.required', 'auth.failed', 'terminal.unknown']);

function assetsOf(reference: Reference) {
  const photos = reference.staff.flatMap((s) => (s.photo === null ? [] : [s.photo]));
  return [...photos, ...reference.slides.map((s) => s.image)];
}
