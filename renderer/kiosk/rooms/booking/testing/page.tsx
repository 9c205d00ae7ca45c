/** The room of bookings. `window.room` changes what happens. */
import { answering, isAsked, showRoom } from '../../../testing/room-page.tsx';
import { fakeRoom, type Wishes } from './fake-room.ts';

declare global {
  interface Window {
    room: Wishes;
  }
}

const wishes: Wishes = {
  offline: isAsked('offline'),
  refuse: {},
  none: isAsked('none'),
  long: isAsked('long'),
};
window.room = wishes;

showRoom({ room: 'booking', routes: answering(fakeRoom(wishes)) });
