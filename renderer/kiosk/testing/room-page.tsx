/**
 * A room in the whole kiosk, over a service that only tests have:
 * `booking.html#lang=en&width=1080&height=1920&offline=1&by=idCard`. Not part of the production build.
 */
import '../styles.ts';
import { createRoot } from 'react-dom/client';
import type { KioskStatus, MaskedIdentity, PlaceView, Room } from '../../../contracts/kiosk.ts';
import type { Link, LinkState } from '../../client.ts';
import type { Terminal } from '../../connectors.ts';
import { pageEnvironment } from '../../environment.ts';
import { KioskApp } from '../app.tsx';
import { SIGN_IN } from './sign-in-view.ts';

declare global {
  interface Window {
    /** Names of the calls so far. */
    called: string[];
  }
}

/** What the page was asked for in its address. */
export const asked = new URLSearchParams(location.hash.slice(1));
export const isAsked = (flag: string): boolean => asked.get(flag) === '1';
const number = (name: string, otherwise: number) => Number(asked.get(name) ?? otherwise);
const by = asked.get('by') as MaskedIdentity['by'] | null;
/** Who is there has proven who they are. */
export const isProven = by !== null && by !== 'typed';

const identityBy = (proof: MaskedIdentity['by']): MaskedIdentity => ({
  name: '张*民',
  number: '4104**********1230',
  by: proof,
});

export interface ShownRoom {
  room: Room;
  /** The room's part of the terminal contract. */
  routes: object;
  flows?: KioskStatus['flows'];
  /** A sign-in was asked for; the citizen comes back with a card. */
  onSignIn?: () => void;
}

window.called = [];
let onSignIn = (): void => {};

/** Calls are noted; what is not among `calls` is answered with yes. */
export const answering = (calls: object) =>
  new Proxy(calls, {
    get: (known, call: string) => async (input: unknown) => {
      window.called.push(call);
      if (call === 'signIn') onSignIn();
      const answer = (known as Record<string, ((input: unknown) => Promise<unknown>) | undefined>)[call];
      return answer === undefined ? { ok: true, value: null } : answer(input);
    },
  });

export function showRoom(o: ShownRoom): void {
  const ROOM: PlaceView = { kind: 'room', room: o.room };
  const at = (where: PlaceView, identity: MaskedIdentity | null): LinkState<KioskStatus> => ({
    phase: 'live',
    receivedAt: performance.now(),
    status: {
      revision: 1,
      terminalId: 'kiosk-01',
      panel: {
        widthPx: number('width', 1080),
        heightPx: number('height', 1920),
        diagonalInch: number('inch', 21.5),
      },
      locale: asked.get('lang') === 'en' ? 'en' : 'zh-CN',
      online: !isAsked('offline'),
      simulated: false,
      cameras: [],
      hall: {
        name: { zh: '平顶山市卫东区政务服务大厅', en: 'Weidong District Government Service Hall' },
        phone: '0375-12345',
      },
      flows: o.flows ?? [],
      cardLeft: false,
      speaks: false,
      boardVersion: null,
      visit: {
        id: '0b7ed5a4-6f0e-4cf8-a4c0-9a8cbb9b6c11',
        identity,
        place: where,
        drafts: [],
        submittedDrafts: [],
        hallDrafts: { state: 'none', keepDays: null },
        ending: null,
      },
    },
  });
  const listeners = new Set<() => void>();
  let state = at(ROOM, by === null ? null : identityBy(by));
  function show(next: LinkState<KioskStatus>): void {
    state = next;
    for (const listener of listeners) listener();
  }
  onSignIn = () => {
    o.onSignIn?.();
    show(at(SIGN_IN, null));
    setTimeout(() => show(at(ROOM, identityBy('idCard'))), 50);
  };
  const terminal = {
    kiosk: answering({}),
    shell: answering({}),
    devices: answering({}),
    // Other rooms take whatever they are told.
    rooms: { booking: answering({}), [o.room]: o.routes },
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
  if (root === null) throw new Error('the page lacks #root');
  createRoot(root).render(<KioskApp link={link} env={pageEnvironment} />);
}
