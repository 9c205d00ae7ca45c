import type { HubContext } from '../../context.ts';
import { appendAudit } from '../audit/append.ts';

type Hub = Pick<HubContext, 'db' | 'now'>;

/** A sign-in was refused. An unknown login is never written down: people type passwords there. */
export async function auditFailure(
  hub: Hub,
  f: { actor: string; ip: string; reason: 'unknown' | 'disabled' | 'password' | 'locked' },
): Promise<void> {
  await appendAudit(hub, {
    actor: f.actor,
    action: 'session.login',
    result: 'refused',
    ip: f.ip,
    detail: { reason: f.reason },
  });
}

/** A failure has locked the account. */
export async function auditLock(
  hub: Hub,
  l: { actor: string; ip: string; lockedUntil: Date },
): Promise<void> {
  await appendAudit(hub, {
    actor: l.actor,
    action: 'session.lock',
    result: 'refused',
    ip: l.ip,
    detail: { untilMs: l.lockedUntil.getTime() },
  });
}
