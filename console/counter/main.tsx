import '@fontsource-variable/noto-sans-sc/index.css';
import '../palette.css';
import './controls.css';
import './styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { z } from 'zod';
import en from '../../assets/locales/en/counter.json';
import zh from '../../assets/locales/zh-CN/counter.json';
import { counterClient } from '../api/client.ts';
import { createTexts } from '../i18n/texts.ts';
import { CounterPage } from './counter-page.tsx';
import { takeFromAddress, tokenStore } from './token.ts';

// The page's CSP forbids building code from strings; zod would try.
z.config({ jitless: true });

const store = tokenStore(sessionStorage);
takeFromAddress(window, store);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks #root');
createRoot(root).render(
  <I18nextProvider i18n={createTexts(zh, en, localStorage)}>
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { networkMode: 'always' } } })}>
      <CounterPage client={counterClient(location.origin, store.read)} store={store} />
    </QueryClientProvider>
  </I18nextProvider>,
);
