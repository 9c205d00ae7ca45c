/**
 * The room of services in the whole kiosk, over a service that only tests have:
 * `services.html#lang=en&elder=1&width=1080&height=1920&offline=1`. `window.services` changes what happens. Not part of
 * the production build.
 */
import '@fontsource-variable/noto-sans-sc/index.css';
import '../../../../design/tokens.css';
import '../../../../design/base.css';
import '../../../../design/controls.css';
import '../../../../design/frame.css';
import '../../../kiosk.css';
import '../../../frame.css';
import '../../../pages.css';
import { createRoot } from 'react-dom/client';
import type { KioskStatus } from '../../../../../contracts/kiosk.ts';
import type { Link, LinkState } from '../../../../client.ts';
import type { Terminal } from '../../../../connectors.ts';
import { pageEnvironment } from '../../../../environment.ts';
import { KioskApp } from '../../../app.tsx';
import { fakeRoom, type Wishes } from './fake-room.ts';

declare global {
  interface Window {
    services: Wishes;
    /** Names of the calls so far. */
    called: string[];
  }
}

const asked = new URLSearchParams(location.hash.slice(1));
const number = (name: string, otherwise: number) => Number(asked.get(name) ?? otherwise);

const wishes: Wishes = {
  offline: asked.get('offline') === '1',
  refuse: {},
  long: asked.get('long') === '1',
};
window.services = wishes;
window.called = [];

const status: KioskStatus = {
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
  flows: [
    {
      id: 'residence-permit-apply',
      title: { zh: '居住证申领', en: 'Residence permit' },
      summary: { zh: '在线申请', en: 'Apply' },
      missing: asked.get('broken') === '1' ? ['documentScanner'] : [],
    },
  ],
  cardLeft: false,
  boardVersion: null,
  visit: {
    id: '0b7ed5a4-6f0e-4cf8-a4c0-9a8cbb9b6c11',
    identity: null,
    place: { kind: 'room', room: 'services' },
    drafts: [],
    ending: null,
  },
};

const state: LinkState<KioskStatus> = { phase: 'live', status, receivedAt: performance.now() };

const services = fakeRoom(wishes);
const answering = (calls: object) =>
  new Proxy(calls, {
    get: (known, call: string) => async (input: unknown) => {
      window.called.push(call);
      const answer = (known as Record<string, ((input: unknown) => Promise<unknown>) | undefined>)[call];
      return answer === undefined ? { ok: true, value: null } : answer(input);
    },
  });
const terminal = {
  kiosk: answering({}),
  shell: answering({}),
  devices: answering({}),
  rooms: { services: answering(services) },
} as unknown as Terminal;
const line = { terminal, gone: new AbortController().signal, giveUp: () => undefined };
const link: Link<KioskStatus> = {
  state: () => state,
  line: () => line,
  subscribe: () => () => undefined,
  send: (intention) => intention(terminal),
  asset: async () => null,
  stop: () => undefined,
};

const root = document.getElementById('root');
if (root === null) throw new Error('services.html lacks #root');
createRoot(root).render(<KioskApp link={link} env={pageEnvironment} />);
