import { createHash } from 'node:crypto';

/** What one audit row says, as it is hashed. */
export interface AuditFacts {
  at: Date;
  actor: string;
  action: string;
  target: string | null;
  result: 'ok' | 'refused';
  ip: string | null;
  detail: Record<string, unknown>;
}

/**
 * SHA-256 over the previous row's hash (32 bytes; none for the first row) followed by the UTF-8 bytes of the row's
 * canonical JSON `{action, actor, at, detail, ip, result, target}`, `at` in ms since the epoch.
 */
export function chainHash(previous: Uint8Array | null, facts: AuditFacts): Buffer {
  const hash = createHash('sha256');
  if (previous !== null) hash.update(previous);
  const { at, actor, action, target, result, ip, detail } = facts;
  const text = canonicalJson({ at: at.getTime(), actor, action, target, result, ip, detail });
  return hash.update(text, 'utf8').digest();
}

/** JSON without spaces, the keys of every object in code-unit order; the same value always gives the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) =>
    v !== null && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : v,
  );
}
