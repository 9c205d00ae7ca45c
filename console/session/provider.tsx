import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useReducer,
} from 'react';
import { type Me, may, type Permission } from '../../contracts/hub/console-api.ts';
import { useClient } from '../api/context.tsx';
import { codeOf } from '../api/failure.ts';
import { type Session, sessionStep } from './state.ts';

interface SessionApi {
  session: Session;
  signIn: (login: string, password: string) => Promise<void>;
  signOut: () => Promise<void>;
  /** Asks the hub again who we are (after a change of password, or when it could not be reached). */
  ask: () => Promise<void>;
  /** A call was answered `auth.required`. */
  refused: () => void;
  /** Nobody is at the page any more: ends the session here and, as well as can be, at the hub. */
  expire: () => void;
}

const SessionContext = createContext<SessionApi | null>(null);

export function useSession(): SessionApi {
  const api = useContext(SessionContext);
  if (api === null) throw new Error('useSession outside of SessionProvider');
  return api;
}

/** Who is signed in; only below a signed-in session. */
export function useMe(): { me: Me; may: (permission: Permission) => boolean } {
  const { session } = useSession();
  if (session.kind !== 'in') throw new Error('useMe outside of a session');
  const { me } = session;
  return { me, may: (permission) => may(me.role, permission) };
}

/** Holds the session. Whenever it ends, every answer kept in memory goes with it. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const queries = useQueryClient();
  const [session, dispatch] = useReducer(sessionStep, { kind: 'loading' });

  const ask = useCallback(async () => {
    dispatch({ type: 'asked' });
    try {
      dispatch({ type: 'signedIn', me: await client.auth.me() });
    } catch (error) {
      const code = codeOf(error);
      dispatch(code === 'auth.required' ? { type: 'refused' } : { type: 'failed', code });
    }
  }, [client]);

  const signIn = useCallback(
    async (login: string, password: string) => {
      dispatch({ type: 'signedIn', me: await client.auth.login({ login, password }) });
    },
    [client],
  );

  const signOut = useCallback(async () => {
    try {
      await client.auth.logout();
    } catch (error) {
      // A session that is over already needs no ending.
      if (codeOf(error) !== 'auth.required') throw error;
    }
    dispatch({ type: 'signedOut' });
  }, [client]);

  const refused = useCallback(() => dispatch({ type: 'refused' }), []);

  const expire = useCallback(() => {
    dispatch({ type: 'refused' });
    client.auth.logout().catch(() => undefined);
  }, [client]);

  useEffect(() => void ask(), [ask]);
  useEffect(() => {
    if (session.kind === 'out') queries.clear();
  }, [session.kind, queries]);

  const api = useMemo(
    () => ({ session, signIn, signOut, ask, refused, expire }),
    [session, signIn, signOut, ask, refused, expire],
  );
  return <SessionContext value={api}>{children}</SessionContext>;
}
