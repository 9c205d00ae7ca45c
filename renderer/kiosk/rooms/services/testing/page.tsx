/** The room of services. `window.services` changes what happens. */
import { answering, isAsked, showRoom } from '../../../testing/room-page.tsx';
import { fakeRoom, type Wishes } from './fake-room.ts';

declare global {
  interface Window {
    services: Wishes;
  }
}

const wishes: Wishes = {
  offline: isAsked('offline'),
  refuse: {},
  long: isAsked('long'),
};
window.services = wishes;

showRoom({
  room: 'services',
  routes: answering(fakeRoom(wishes)),
  flows: [
    {
      id: 'residence-permit-apply',
      title: { zh: '居住证申领', en: 'Residence permit' },
      summary: { zh: '在线申请', en: 'Apply' },
      missing: isAsked('broken') ? ['documentScanner'] : [],
    },
  ],
});
