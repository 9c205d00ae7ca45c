import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { CounterClient } from '../api/client.ts';
import { useCounterTexts } from '../i18n/use-texts.ts';
import { DeskPage } from './desk-page.tsx';
import type { TokenStore } from './token.ts';
import { TokenForm } from './token-form.tsx';

/** The token first; with it the desk. */
export function CounterPage({ client, store }: { client: CounterClient; store: TokenStore }) {
  const { t, locale, setLocale } = useCounterTexts();
  const queries = useQueryClient();
  const [token, setToken] = useState(store.read);
  const [refused, setRefused] = useState(false);

  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = t('app.name');
  }, [locale, t]);

  const leave = useCallback(
    (wasRefused: boolean) => {
      store.forget();
      queries.clear();
      setToken(null);
      setRefused(wasRefused);
    },
    [store, queries],
  );
  const unauthorised = useCallback(() => leave(true), [leave]);

  return (
    <div className="page">
      {token === null ? (
        <TokenForm
          refused={refused}
          onToken={(next) => {
            store.keep(next);
            setRefused(false);
            setToken(next);
          }}
        />
      ) : (
        <DeskPage client={client} unauthorised={unauthorised} />
      )}
      <footer>
        <button
          type="button"
          className="quiet"
          lang={locale === 'en' ? 'zh-CN' : 'en'}
          onClick={() => setLocale(locale === 'en' ? 'zh-CN' : 'en')}
        >
          {t('app.language')}
        </button>
        {token !== null && (
          <button type="button" className="quiet" onClick={() => leave(false)}>
            {t('token.leave')}
          </button>
        )}
      </footer>
    </div>
  );
}
