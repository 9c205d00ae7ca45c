/**
 * Shows any state of the pad from fixtures, for development, screenshots and tests in a real browser:
 * `gallery.html#state=rating&lang=en&elder=1&width=1080&height=1920&inch=21.5&refuse=store.fault`.
 * `refuse`: every intention is answered with this code. Not part of the production build.
 * `window.gallery` shows another state and holds what was sent.
 */
import '../styles.ts';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Locale } from '../../contracts/primitives.ts';
import type { LinkState } from '../client.ts';
import { pageEnvironment } from '../environment.ts';
import { PadApp } from '../pad/app.tsx';
import type { PadSound } from '../pad/context.ts';
import { createFakeLink } from './fake-link.ts';
import { STATES } from './states.ts';

export interface Gallery {
  sent: { path: string; input: unknown }[];
  show: (state: string) => void;
}
declare global {
  interface Window {
    gallery: Gallery;
  }
}

const asked = new URLSearchParams(location.hash.slice(1));
const number = (name: string, otherwise: number) => Number(asked.get(name) ?? otherwise);
const locale: Locale = asked.get('lang') === 'en' ? 'en' : 'zh-CN';

const silent: PadSound = { chime: () => undefined, speak: () => undefined, setVolume: () => undefined };

/** Stands for a slide or a photo: plain paper with a mark. */
const picture = () =>
  new Blob(
    [
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 800" preserveAspectRatio="xMidYMid slice">',
      '<rect width="1280" height="800" fill="#dfe8f1"/>',
      '<circle cx="640" cy="330" r="120" fill="none" stroke="#0b5cad" stroke-width="14"/>',
      '<path d="M400 700q240-300 480 0" fill="none" stroke="#0b5cad" stroke-width="14"/></svg>',
    ],
    { type: 'image/svg+xml' },
  );

const panel = {
  widthPx: number('width', 1280),
  heightPx: number('height', 800),
  diagonalInch: number('inch', 10.1),
};

function stateOf(name: string): LinkState {
  const state = STATES[name]?.();
  if (state === undefined) throw new Error(`no such state: ${name}`);
  if (state.phase === 'live') return { ...state, status: { ...state.status, locale, panel } };
  return state.phase === 'lost' ? { ...state, last: { ...state.last, locale, panel } } : state;
}

const refuse = asked.get('refuse');
const gallery: Gallery = { sent: [], show: (name) => show(stateOf(name)) };
const { link, show } = createFakeLink(
  stateOf(asked.get('state') ?? 'idle'),
  async (path, input) => {
    gallery.sent.push({ path, input });
    return refuse === null ? { ok: true } : { ok: false, code: refuse };
  },
  picture,
);
window.gallery = gallery;

const root = document.getElementById('root');
if (root === null) throw new Error('gallery.html lacks #root');
const app = (
  <PadApp
    link={link}
    sound={silent}
    now={() => performance.now()}
    wallNow={() => new Date()}
    delay={pageEnvironment.delay}
    painted={async () => undefined}
  />
);
flushSync(() => createRoot(root).render(app));
if (asked.get('elder') === '1') document.querySelector<HTMLElement>('[data-setting="elder"]')?.click();
addEventListener('hashchange', () => location.reload());
