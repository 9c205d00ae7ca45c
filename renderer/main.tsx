import './styles.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startPadLink } from './client.ts';
import { portConnector, socketConnector } from './connectors.ts';
import { pageEnvironment } from './environment.ts';
import { PadApp } from './pad/app.tsx';
import { padSound } from './pad/sound.ts';

// The browser host serves the page over HTTP; under Electron it comes from the shell's own scheme.
const connector = location.protocol.startsWith('http')
  ? socketConnector(location.origin)
  : portConnector(window);
const link = startPadLink(connector, pageEnvironment);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks #root');
// A long press on a touch screen is no right click.
addEventListener('contextmenu', (event) => event.preventDefault());

/** A page that broke begins anew: the session and all that is saved live in the service. */
const RELOAD_MS = 1_000;
const onUncaughtError = (error: unknown) => {
  console.error('page.broken', error instanceof Error ? error.name : typeof error);
  setTimeout(() => location.reload(), RELOAD_MS);
};

createRoot(root, { onUncaughtError }).render(
  <StrictMode>
    <PadApp
      link={link}
      sound={padSound}
      now={pageEnvironment.now}
      wallNow={() => new Date()}
      painted={pageEnvironment.frame}
    />
  </StrictMode>,
);
