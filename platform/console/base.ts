import { implement } from '@orpc/server';
import { may, type Permission } from '../../contracts/hub/console-api.ts';
import { hubContract } from '../../contracts/hub/index.ts';
import { refusal } from '../refusal.ts';
import type { HubRequestContext } from '../request-context.ts';
import { secretHash } from '../secret-hash.ts';
import type { Actor } from './actor.ts';
import { appendAudit } from './audit/append.ts';
import { readCookie, writeCookie } from './auth/cookie.ts';
import { isOwnCall } from './auth/csrf.ts';
import { findSession, type Session, touchSession } from './auth/sessions.ts';

/**
 * Who may make a call. Each step is a middleware in front of the input's validation, so that a stranger learns
 * nothing of the input's shape: `own` (no other site) → `signedIn` → `working` (no password change due) → `needs`.
 */
const contract = implement(hubContract).$context<HubRequestContext>().console;

/** Any call from the console's own pages. */
export const own = contract.use(({ context, next }) => {
  const header = (name: string): string | undefined => {
    const value = context.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const call = {
    method: context.reply.request.method,
    mark: header('x-hall-console'),
    origin: header('origin'),
    host: header('host'),
  };
  if (!isOwnCall(call, context.hub.config.publicUrl)) throw refusal('auth.csrf');
  return next();
});

/** … by somebody who is signed in; notes that the session was used. */
export const signedIn = own.use(async ({ context, next }) => {
  const key = sessionKey(context);
  const session = key && (await findSession(context.hub, key));
  if (!session) throw refusal('auth.required');
  await touchSession(context.hub, session.key);
  return next({ context: { session } });
});

/** … and whose password is not due to be changed. */
export const working = signedIn.use(({ context, next }) => {
  if (context.session.user.mustChangePassword) throw refusal('auth.forbidden', 'mustChangePassword');
  return next();
});

/** … and whose role may. A refusal is audited. */
export const needs = (permission: Permission) =>
  working.use(async ({ context, path, next }) => {
    const { hub, session } = context;
    if (!may(session.user.role, permission)) {
      await appendAudit(hub, {
        actor: session.user.login,
        ip: context.ip,
        action: 'access.refused',
        target: path.join('.'),
        result: 'refused',
        detail: { permission },
      });
      throw refusal('auth.forbidden');
    }
    return next();
  });

/** The key of the session that the browser's cookie names, living or not. */
export function sessionKey(context: HubRequestContext): Buffer | null {
  const secret = readCookie(context.headers.cookie);
  return secret === null ? null : secretHash(secret);
}

/** Sets or removes the session cookie. */
export function setSession(context: HubRequestContext, secret: string | null): void {
  const { behindProxy, publicUrl } = context.hub.config;
  const secure = behindProxy || (publicUrl?.startsWith('https:') ?? false);
  context.reply.header('set-cookie', writeCookie(secret, secure));
}

export const actorOf = (context: HubRequestContext & { session: Session }): Actor => ({
  login: context.session.user.login,
  ip: context.ip,
});
