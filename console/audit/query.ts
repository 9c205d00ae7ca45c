import { parseMinute } from '../lib/time.ts';

/** What the reader asked the audit log for, as it stands in the address bar. Minute texts are Beijing time. */
export interface AuditQuery {
  actor: string | null;
  action: string | null;
  from: string | null;
  to: string | null;
}

export function readAuditQuery(params: URLSearchParams): AuditQuery {
  const text = (name: string, max: number) => {
    const value = params.get(name)?.trim();
    return value && value.length <= max ? value : null;
  };
  const minute = (name: string) => {
    const value = params.get(name);
    return value !== null && parseMinute(value) !== null ? value : null;
  };
  return { actor: text('actor', 40), action: text('action', 60), from: minute('from'), to: minute('to') };
}

export function writeAuditQuery(query: AuditQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of ['actor', 'action', 'from', 'to'] as const) {
    const value = query[name];
    if (value !== null && value !== '') params.set(name, value);
  }
  return params;
}

/** The hub's input; `to` counts the whole of its minute. */
export function auditInput(query: AuditQuery): {
  actor?: string;
  action?: string;
  fromMs?: number;
  toMs?: number;
} {
  const from = query.from === null ? null : parseMinute(query.from);
  const to = query.to === null ? null : parseMinute(query.to);
  return {
    ...(query.actor === null ? {} : { actor: query.actor }),
    ...(query.action === null ? {} : { action: query.action }),
    ...(from === null ? {} : { fromMs: from }),
    ...(to === null ? {} : { toMs: to + 59_999 }),
  };
}
