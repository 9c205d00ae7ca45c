/**
 * The room of progress in the whole kiosk, over a service that only tests have:
 * `progress.html#lang=en&elder=1&width=1080&height=1920&offline=1&by=idCard&state=supplement`. `window.progressRoom` changes what happens. Not part of
 * the production build.
 */
import { SIGN_IN } from '../../../testing/sign-in-view.ts';
import '@fontsource-variable/noto-sans-sc/index.css';
import '../../../../design/tokens.css';
import '../../../../design/base.css';
import '../../../../design/controls.css';
import '../../../../design/frame.css';
import '../../../kiosk.css';
import '../../../frame.css';
import '../../../pages.css';
import { createRoot } from 'react-dom/client';
import type { KioskStatus, MaskedIdentity, PlaceView } from '../../../../../contracts/kiosk.ts';
import type { Link, LinkState } from '../../../../client.ts';
import type { Terminal } from '../../../../connectors.ts';
import { pageEnvironment } from '../../../../environment.ts';
import { KioskApp } from '../../../app.tsx';
import { fakeRoom, type Wishes } from './fake-room.ts';

declare global {
  interface Window {
    progressRoom: Wishes;
    /** Names of the calls so far. */
    called: string[];
  }
}

const asked = new URLSearchParams(location.hash.slice(1));
const number = (name: string, otherwise: number) => Number(asked.get(name) ?? otherwise);
const by = asked.get('by') as MaskedIdentity['by'] | null;
const identityBy = (proof: MaskedIdentity['by']): MaskedIdentity => ({
  name: '张*民',
  number: '4104**********1230',
  by: proof,
});

const wishes: Wishes = {
  offline: asked.get('offline') === '1',
  proven: by !== null && by !== 'typed',
  state: (asked.get('state') ?? 'accepted') as Wishes['state'],
  rated: asked.get('rated') === '1',
  refuse: {},
  code: null,
  long: asked.get('long') === '1',
  none: asked.get('none') === '1',
  camera: asked.get('camera') === '1',
};
window.progressRoom = wishes;
window.called = [];

const place = (where: PlaceView, identity: MaskedIdentity | null): KioskStatus => ({
  revision: 1,
  terminalId: 'kiosk-01',
  panel: {
    widthPx: number('width', 1080),
    heightPx: number('height', 1920),
    diagonalInch: number('inch', 21.5),
  },
  locale: asked.get('lang') === 'en' ? 'en' : 'zh-CN',
  online: !wishes.offline,
  simulated: false,
  cameras: [],
  hall: {
    name: { zh: '平顶山市卫东区政务服务大厅', en: 'Weidong District Government Service Hall' },
    phone: '0375-12345',
  },
  flows: [],
  cardLeft: false,
  boardVersion: null,
  visit: { id: '0b7ed5a4-6f0e-4cf8-a4c0-9a8cbb9b6c11', identity, place: where, drafts: [], ending: null },
});

const live = (status: KioskStatus): LinkState<KioskStatus> => ({
  phase: 'live',
  status,
  receivedAt: performance.now(),
});
const ROOM: PlaceView = { kind: 'room', room: 'progress' };
const listeners = new Set<() => void>();
let state = live(place(ROOM, by === null ? null : identityBy(by)));
function show(next: LinkState<KioskStatus>): void {
  state = next;
  for (const listener of listeners) listener();
}

/** A sign-in leaves the room, and comes back to it with an identity. */
function signIn(): void {
  show(live(place(SIGN_IN, null)));
  wishes.proven = true;
  setTimeout(() => show(live(place(ROOM, identityBy('idCard')))), 50);
}

const { rate, ...room } = fakeRoom(wishes);
const answering = (calls: object) =>
  new Proxy(calls, {
    get: (known, call: string) => async (input: unknown) => {
      window.called.push(call);
      if (call === 'signIn') signIn();
      const answer = (known as Record<string, ((input: unknown) => Promise<unknown>) | undefined>)[call];
      return answer === undefined ? { ok: true, value: null } : answer(input);
    },
  });
/** As `answering`, of calls that are known. */
const answered = (calls: object) => {
  const known = answering(calls) as Record<string, (input: unknown) => Promise<unknown>>;
  return Object.fromEntries(
    Object.keys(calls).map((call) => [call, (input: unknown) => known[call]?.(input)]),
  );
};
const terminal = {
  kiosk: answering({}),
  shell: answering({}),
  devices: answering({}),
  rooms: { progress: { ...answered(room), rate: { ...answered(rate), watch: rate.watch } } },
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
if (root === null) throw new Error('progress.html lacks #root');
createRoot(root).render(<KioskApp link={link} env={pageEnvironment} />);
