import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type Connector, portConnector, socketConnector } from './connectors.ts';

/** The browser host serves the page over HTTP; under Electron it comes from the shell's own scheme. */
export const pageConnector = (): Connector =>
  location.protocol.startsWith('http') ? socketConnector(location.origin) : portConnector(window);

/** A page that broke begins anew: the session and all that is saved live in the service. */
const RELOAD_MS = 1_000;

/** Puts an app on the page. */
export function showApp(app: ReactNode): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page lacks #root');
  // A long press on a touch screen is no right click.
  addEventListener('contextmenu', (event) => event.preventDefault());
  const onUncaughtError = (error: unknown) => {
    console.error('page.broken', error instanceof Error ? error.name : typeof error);
    setTimeout(() => location.reload(), RELOAD_MS);
  };
  createRoot(root, { onUncaughtError }).render(<StrictMode>{app}</StrictMode>);
}
