/** The personal centre. `window.meRoom` changes what happens. */
import { answering, isAsked, isProven, showRoom } from '../../../testing/room-page.tsx';
import { fakeRoom, type Wishes } from './fake-room.ts';

declare global {
  interface Window {
    meRoom: Wishes;
  }
}

const wishes: Wishes = {
  offline: isAsked('offline'),
  refuse: {},
  none: isAsked('none'),
  long: isAsked('long'),
};
window.meRoom = wishes;

let proven = isProven;
showRoom({
  room: 'me',
  routes: answering(fakeRoom(wishes, () => proven)),
  onSignIn: () => {
    proven = true;
  },
});
