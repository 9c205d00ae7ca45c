import '@fontsource-variable/noto-sans-sc/index.css';
import 'antd/dist/reset.css';
import './palette.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/list.css';
import './styles/story.css';
import './styles/forms.css';
import './styles/materials.css';
import './styles/bookings.css';
import './styles/help.css';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { z } from 'zod';
import en from '../assets/locales/en/console.json';
import zh from '../assets/locales/zh-CN/console.json';
import { consoleClient } from './api/client.ts';
import { App } from './app.tsx';
import { createTexts } from './i18n/texts.ts';

// The page's CSP forbids building code from strings; zod would try.
z.config({ jitless: true });

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks #root');
createRoot(root).render(
  <I18nextProvider i18n={createTexts(zh, en, localStorage)}>
    <App client={consoleClient(location.origin)} />
  </I18nextProvider>,
);
