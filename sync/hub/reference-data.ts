import { fullJitter } from '../../contracts/backoff.ts';
import type { Timers } from '../../contracts/clock.ts';
import { type Asset, reference as referenceSchema } from '../../contracts/reference.ts';
import { assetsOf } from '../store/references.ts';
import type { TerminalStore } from '../store/store.ts';
import type { HubResult } from './http.ts';

const RETRY_MS = 5_000;

export interface ReferenceDataOptions {
  store: Pick<TerminalStore, 'reference' | 'putReference' | 'asset' | 'putAsset'>;
  /** Any JSON: whether it is good reference data is judged here. */
  fetch: () => Promise<HubResult<unknown>>;
  fetchAsset: (asset: Asset) => Promise<HubResult<Uint8Array>>;
  timers: Timers;
  random: () => number;
  onChange: () => void;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/**
 * Keeps the reference data as the hub has it. A new set becomes visible only when it is whole: valid, and every
 * picture there with the bytes that its hash names. Until then, and if it never is, the last good one stays.
 */
export function createReferenceData(o: ReferenceDataOptions) {
  let running: Promise<void> | null = null;
  let again = false;
  let attempt = 0;
  let stopped = false;
  let cancelRetry: (() => void) | null = null;

  /** Fetches now. */
  function refresh(): void {
    if (stopped) return;
    if (running !== null) {
      again = true;
      return;
    }
    cancelRetry?.();
    cancelRetry = null;
    again = false;
    running = fetchAll().then((failed) => {
      running = null;
      if (stopped) return;
      if (failed !== null) retry(failed);
      else attempt = 0;
      if (again) refresh();
    });
  }

  function retry(failed: { code: string; sha256?: string }): void {
    const ms = fullJitter(attempt, o.random(), RETRY_MS);
    attempt += 1;
    o.log('reference.failed', { ...failed, attempt, ms });
    cancelRetry = o.timers.after(ms, refresh);
  }

  /** null = what the store has is what the hub has. */
  async function fetchAll(): Promise<{ code: string; sha256?: string } | null> {
    const reply = await o.fetch();
    if (!reply.ok) return { code: reply.error.code };
    const parsed = referenceSchema.safeParse(reply.value);
    if (!parsed.success) return { code: 'hub.notOurs' };
    const reference = parsed.data;
    if (reference.version === o.store.reference()?.version) return null;
    for (const asset of assetsOf(reference)) {
      if (stopped) return null;
      if (o.store.asset(asset.sha256) !== null) continue;
      const { sha256 } = asset;
      const bytes = await o.fetchAsset(asset);
      if (!bytes.ok) return { code: bytes.error.code, sha256 };
      if (!o.store.putAsset(asset, bytes.value)) return { code: 'hub.notOurs', sha256 };
    }
    if (stopped) return null;
    o.store.putReference(reference);
    o.log('reference.changed', { version: reference.version });
    o.onChange();
    return null;
  }

  return {
    refresh,
    /** The hub says that this is its version: fetches it unless it is here, on its way, or waiting for another try. */
    offer(version: string): void {
      if (version !== o.store.reference()?.version && running === null && cancelRetry === null) refresh();
    },
    async stop(): Promise<void> {
      stopped = true;
      cancelRetry?.();
      await running;
    },
  };
}
