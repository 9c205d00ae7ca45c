/** The room of certificates. `window.certificates` changes what happens. */
import { answering, isAsked, showRoom } from '../../../testing/room-page.tsx';
import { fakeRoom, type Wishes } from './fake-room.ts';

declare global {
  interface Window {
    certificates: Wishes;
  }
}

const wishes: Wishes = {
  offline: isAsked('offline'),
  refuse: {},
  printer: null,
  hold: false,
  none: isAsked('none'),
  long: isAsked('long'),
  pages: 1,
  ttlMs: 60_000,
  canPrint: true,
};
window.certificates = wishes;

showRoom({ room: 'certificates', routes: answering(fakeRoom(wishes)) });
