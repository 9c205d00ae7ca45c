/**
 * The whole kiosk over a service that only tests have: `window.kioskPage.show(status)` is what the service would tell, `called`
 * what the screens asked of it. Not part of the production build.
 */
import '../styles.ts';
import { createRoot } from 'react-dom/client';
import type { KioskStatus } from '../../../contracts/kiosk.ts';
import type { Link, LinkState } from '../../client.ts';
import type { Terminal } from '../../connectors.ts';
import { pageEnvironment } from '../../environment.ts';
import { KioskApp } from '../app.tsx';

declare global {
  interface Window {
    kioskPage: {
      show(status: KioskStatus): void;
      /** The calls so far: name and input. */
      called: [name: string, input: unknown][];
      /** What a call answers; `{ ok: true, value: null }` where nothing is said. */
      answers: Record<string, unknown>;
    };
  }
}

const listeners = new Set<() => void>();
let state: LinkState<KioskStatus> = { phase: 'connecting' } as LinkState<KioskStatus>;
window.kioskPage = {
  called: [],
  answers: {},
  show(status) {
    state = { phase: 'live', status, receivedAt: performance.now() };
    for (const listener of listeners) listener();
  },
};

const answering = (part: string): object =>
  new Proxy(
    {},
    {
      get: (_, call: string) => async (input: unknown) => {
        const name = `${part}.${call}`;
        window.kioskPage.called.push([name, input]);
        return window.kioskPage.answers[name] ?? { ok: true, value: null };
      },
    },
  );
const terminal = {
  kiosk: answering('kiosk'),
  shell: answering('shell'),
  devices: answering('devices'),
  speech: answering('speech'),
  rooms: {},
} as unknown as Terminal;
const line = { terminal, gone: new AbortController().signal, giveUp: () => undefined };
const link: Link<KioskStatus> = {
  state: () => state,
  line: () => line,
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  send: (intention) => intention(terminal),
  asset: async () => null,
  stop: () => listeners.clear(),
};

const root = document.getElementById('root');
if (root === null) throw new Error('kiosk.html lacks #root');
createRoot(root).render(<KioskApp link={link} env={pageEnvironment} />);
