/**
 * One page of a flow in the whole kiosk, over a service that only the preview has: `screen.html#flow=…&way=0&page=0&lang=en`.
 * Not part of the production build.
 */
import '../styles.ts';
import { createRoot } from 'react-dom/client';
import type { KioskStatus } from '../../../contracts/kiosk.ts';
import type { Link, LinkState } from '../../client.ts';
import type { Terminal } from '../../connectors.ts';
import { pageEnvironment } from '../../environment.ts';
import { KioskApp } from '../app.tsx';
import type { PreviewFlow } from './data.ts';

/** What the citizen did on the screen, for the page around it. */
export interface ScreenMessage {
  preview: 'next' | 'back';
}

const listeners = new Set<() => void>();
let state: LinkState<KioskStatus> = { phase: 'connecting' };

let loads = 0;

/** What was asked for last is what is shown. */
async function load(): Promise<void> {
  loads += 1;
  const mine = loads;
  const asked = new URLSearchParams(location.hash.slice(1));
  const answer = await fetch(`data/${encodeURIComponent(asked.get('flow') ?? '')}.json`);
  const flow = (await answer.json()) as PreviewFlow;
  const page = flow.ways[Number(asked.get('way'))]?.pages[Number(asked.get('page'))];
  if (mine !== loads) return;
  if (page === undefined) throw new Error('no such page of the flow');
  const status = page.status[asked.get('lang') === 'en' ? 'en' : 'zh-CN'];
  const panel = { ...status.panel, widthPx: innerWidth, heightPx: innerHeight };
  state = { phase: 'live', status: { ...status, panel }, receivedAt: performance.now() };
  for (const listener of listeners) listener();
  document.body.dataset.shown = asked.toString();
}

const tell = (preview: ScreenMessage['preview']) =>
  parent.postMessage({ preview } satisfies ScreenMessage, location.origin);

/** Calls that are answered with a list: here there is never anything in it. */
const LISTS: Readonly<Record<string, unknown>> = {
  reusable: [],
  stickFiles: [],
  ownAddresses: { rows: [], full: true },
};

/** Every call is answered with yes and changes nothing; 继续 and 上一步 lead to the neighbouring page. */
const answering = new Proxy(
  {},
  {
    get: (_, call: string) => async () => {
      if (call === 'next' || call === 'back') tell(call);
      return { ok: true, value: LISTS[call] ?? null };
    },
  },
);
const terminal = { kiosk: answering, shell: answering, devices: answering } as unknown as Terminal;
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

addEventListener('hashchange', () => void load());
await load();
const root = document.getElementById('root');
if (root === null) throw new Error('screen.html lacks #root');
createRoot(root).render(<KioskApp link={link} env={pageEnvironment} />);
