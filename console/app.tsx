import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import type { ConsoleClient } from './api/client.ts';
import { ClientProvider } from './api/context.tsx';
import { codeOf, isPassing } from './api/failure.ts';
import { useConsoleTexts } from './i18n/use-texts.ts';
import { Gate } from './session/gate.tsx';
import { SessionProvider, useSession } from './session/provider.tsx';
import { routes } from './shell/routes.tsx';
import { theme } from './theme.ts';
import 'dayjs/locale/zh-cn';

/** Any answer `auth.required`, of whatever call, ends the session. */
function queryClient(refused: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (codeOf(error) === 'auth.required') refused();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        refetchOnWindowFocus: false,
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && isPassing(error),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

export function App({ client }: { client: ConsoleClient }) {
  const { locale } = useConsoleTexts();
  const calm = useMemo(() => matchMedia('(prefers-reduced-motion: reduce)').matches, []);
  const refused = useRef<() => void>(() => undefined);
  const queries = useMemo(() => queryClient(() => refused.current()), []);
  const router = useMemo(() => createBrowserRouter(routes), []);

  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);

  return (
    <ConfigProvider
      theme={calm ? { ...theme, token: { ...theme.token, motion: false } } : theme}
      locale={locale === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
    >
      <AntApp className="app">
        <ClientProvider value={client}>
          <QueryClientProvider client={queries}>
            <SessionProvider>
              <TellRefusal to={refused}>
                <Gate>
                  <RouterProvider router={router} />
                </Gate>
              </TellRefusal>
            </SessionProvider>
          </QueryClientProvider>
        </ClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}

/** Gives the query caches, which are made outside of the session, the way to end it. */
function TellRefusal({ to, children }: { to: { current: () => void }; children: ReactNode }) {
  const { refused } = useSession();
  useEffect(() => {
    to.current = refused;
  }, [to, refused]);
  return children;
}
