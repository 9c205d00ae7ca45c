import { type ReactNode, useCallback } from 'react';
import { useConsoleTexts } from '../i18n/use-texts.ts';
import { PasswordForm } from '../me/password-form.tsx';
import { FailureNote } from '../ui/failure.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { Entrance } from './entrance.tsx';
import { useSession } from './provider.tsx';
import { SignIn } from './sign-in.tsx';
import { useIdle } from './use-idle.ts';

/**
 * Lets nobody past without a session. The address stays as it is meanwhile, so that signing in (again) leads back to
 * the same place.
 */
export function Gate({ children }: { children: ReactNode }) {
  const { session, ask } = useSession();
  const { t } = useConsoleTexts();
  switch (session.kind) {
    case 'loading':
      return <Waiting />;
    case 'fault':
      return (
        <Entrance title={t('signIn.reach')}>
          <FailureNote code={session.code} retry={() => void ask()} />
        </Entrance>
      );
    case 'out':
      return <SignIn why={session.why} />;
    case 'in':
      if (session.me.mustChangePassword)
        return (
          <Entrance title={t('password.mustTitle')}>
            <p className="entrance-hint">{t('password.mustHint')}</p>
            <PasswordForm onDone={() => void ask()} />
          </Entrance>
        );
      return <Watched idleMs={session.me.idleMs}>{children}</Watched>;
  }
}

/** Signed in, as long as somebody is there. Asking who we are keeps the session, and brings a changed role along. */
function Watched({ idleMs, children }: { idleMs: number; children: ReactNode }) {
  const { ask, expire } = useSession();
  const ping = useCallback(() => void ask(), [ask]);
  useIdle(idleMs, ping, expire);
  return children;
}
