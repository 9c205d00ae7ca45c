import { orRefuse } from '../../refusal.ts';
import { appendAudit } from '../audit/append.ts';
import { own, sessionKey, setSession, signedIn } from '../base.ts';
import { changePassword } from './change-password.ts';
import { endSession, findSession } from './sessions.ts';
import { signIn, toMe } from './sign-in.ts';

const login = own.auth.login.handler(async ({ context, input }) => {
  const from = { ip: context.ip, oldSession: sessionKey(context) };
  const { secret, user } = orRefuse(await signIn(context.hub, input, from));
  setSession(context, secret);
  return toMe(user);
});

/** Also for a session that is over already: the cookie goes in any case. */
const logout = own.auth.logout.handler(async ({ context }) => {
  const { hub, ip } = context;
  const key = sessionKey(context);
  const session = key && (await findSession(hub, key));
  if (session) {
    await endSession(hub.db, session.key);
    await appendAudit(hub, { actor: session.user.login, action: 'session.logout', result: 'ok', ip });
  }
  setSession(context, null);
  return { serverMs: hub.now().getTime() };
});

const me = signedIn.auth.me.handler(({ context }) => toMe(context.session.user));

const password = signedIn.auth.changePassword.handler(async ({ context, input }) => {
  const { secret } = orRefuse(await changePassword(context.hub, context.session.user, input, context.ip));
  setSession(context, secret);
  return { serverMs: context.hub.now().getTime() };
});

export const authRouter = { login, logout, me, changePassword: password };
