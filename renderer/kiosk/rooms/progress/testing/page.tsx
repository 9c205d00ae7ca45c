/** The room of progress; `state` in the address is that of the case. `window.progressRoom` changes what happens. */
import { answering, asked, isAsked, isProven, showRoom } from '../../../testing/room-page.tsx';
import { fakeRoom, type Wishes } from './fake-room.ts';

declare global {
  interface Window {
    progressRoom: Wishes;
  }
}

const wishes: Wishes = {
  offline: isAsked('offline'),
  proven: isProven,
  state: (asked.get('state') ?? 'accepted') as Wishes['state'],
  rated: isAsked('rated'),
  refuse: {},
  code: null,
  long: isAsked('long'),
  none: isAsked('none'),
  camera: isAsked('camera'),
  films: [],
};
window.progressRoom = wishes;

/** As `answering`, of calls that are known. */
const answered = (calls: object) => {
  const known = answering(calls) as Record<string, (input: unknown) => Promise<unknown>>;
  return Object.fromEntries(
    Object.keys(calls).map((call) => [call, (input: unknown) => known[call]?.(input)]),
  );
};
const { rate, ...room } = fakeRoom(wishes);
showRoom({
  room: 'progress',
  routes: { ...answered(room), rate: { ...answered(rate), watch: rate.watch } },
  onSignIn: () => {
    wishes.proven = true;
  },
});
