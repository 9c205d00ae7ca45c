import { createHash } from 'node:crypto';
import type { Timers } from '../../contracts/clock.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';

export interface PartsWish {
  size: number;
  /** Lower-case hexadecimal, of the whole. */
  sha256: string;
  /** Bytes from `offset` on, base64. */
  ask: (offset: number) => Promise<Result<{ offset: number; bytes: string }>>;
  /** Nobody waits for it any more. */
  isOver: () => boolean;
  timers: Timers;
}

/** Waits before a part is asked for again after the hub was not reached, ms. */
const AGAIN_MS = [1_000, 3_000];

/**
 * A document of the hub, fetched in parts and held against its hash. `session.over`; `material.unreadable`: what came is
 * not what was listed; else the code of the hub's answer.
 */
export async function fetchParts(wish: PartsWish): Promise<Result<Uint8Array>> {
  const whole = Buffer.alloc(wish.size);
  for (let at = 0; at < wish.size; ) {
    const part = await askPatiently(wish, at);
    if (!part.ok) return part;
    const bytes = Buffer.from(part.value.bytes, 'base64');
    if (part.value.offset !== at || bytes.length === 0 || at + bytes.length > wish.size)
      return fail('material.unreadable', 'part');
    whole.set(bytes, at);
    at += bytes.length;
  }
  const isWhole = createHash('sha256').update(whole).digest('hex') === wish.sha256;
  return isWhole ? ok(whole) : fail('material.unreadable', 'hash');
}

async function askPatiently({ ask, isOver, timers }: PartsWish, at: number) {
  for (const ms of [...AGAIN_MS, null]) {
    if (isOver()) return fail('session.over');
    const part = await ask(at);
    if (isOver()) return fail('session.over');
    if (part.ok || part.error.code !== 'hub.unreachable' || ms === null) return part;
    await new Promise<void>((resolve) => timers.after(ms, resolve));
  }
  return fail('hub.unreachable');
}
