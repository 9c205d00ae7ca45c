import type { IdCardEvent } from '../device.ts';
import type { Presence } from './presence.ts';

/**
 * The card reader's states as a pure reducer: (state, event, now) → state and effects. Times are ms of the boot clock.
 *
 *   disarmed → looking → selecting → reading → waitRemoval → looking …
 *   any of them → fault, while the reader is gone, silent or unfit
 */
export const DELAYS = {
  /** Between two looks for a card, or for its removal; the protocol asks for 300 or more. */
  poll: 300,
  /** Between two tries with a reader that is silent or unfit. */
  retry: 5_000,
  /** Between two signs of life while nobody looks for cards. */
  health: 30_000,
} as const;
/** So many looks in a row without the card are its removal: one may fail because the card trembles [assumed]. */
const MISSES_UNTIL_REMOVED = 2;
/** So many commands in a row without an answer are a fault of the reader. */
const SILENCES_UNTIL_FAULT = 3;

/** What the driver does over the line; the outcome comes back as `done` with the same `run`. */
export type Work = 'status' | 'find' | 'select' | 'read' | 'look' | 'recheck';
export type Outcome =
  | { of: 'status' | 'select'; ok: true }
  | { of: 'find'; ok: true; found: boolean }
  | { of: 'read'; ok: true; event: IdCardEvent & { type: 'card' } }
  | { of: 'look'; ok: true; presence: Exclude<Presence, 'silent'> }
  /** Null: it is the card that was read before. */
  | { of: 'recheck'; ok: true; event: (IdCardEvent & { type: 'card' }) | null }
  /** `silent`: no usable answer came · `unfit`: the reader itself is · `unread`: the card was not read · `rejected`: it was. */
  | { of: Work; ok: false; code: string; detail?: string; why: 'silent' | 'unfit' | 'unread' | 'rejected' };

export type MachineEvent =
  | { type: 'arm' }
  | { type: 'disarm' }
  /** The line is up, or is gone for the reason `code`. */
  | { type: 'opened' }
  | { type: 'closed'; code: string }
  | { type: 'tick' }
  | { type: 'done'; run: number; outcome: Outcome };

/** The card on the reader: one that let itself be read stays selected, and can be told from another. */
type Lying = 'read' | 'unread';
type Place =
  | { at: 'disarmed'; lying: Lying | null }
  | { at: 'looking' }
  | { at: 'selecting' }
  | { at: 'reading' }
  /** `told`: somebody heard of this card. Not so of one that lay there before `arm`. */
  | { at: 'waitRemoval'; lying: Lying; told: boolean; misses: number }
  | { at: 'fault'; code: string };
interface Common {
  armed: boolean;
  open: boolean;
  /** Counts the works given out; the outcome of an older one is stale. */
  run: number;
  /** When a `tick` is due; null while work is under way, and while there is no line. */
  due: number | null;
  silences: number;
}
export type CardState = Common & Place;

export type CardEffect =
  | { type: 'work'; work: Work; run: number }
  | { type: 'tell'; event: IdCardEvent }
  /** The reader lost step: the line must be opened anew. */
  | { type: 'reopen' };
export interface Step {
  state: CardState;
  effects: CardEffect[];
}

export const START: CardState = {
  at: 'fault',
  code: 'device.missing',
  armed: false,
  open: false,
  run: 0,
  due: null,
  silences: 0,
};

export function reduce(s: CardState, event: MachineEvent, now: number): Step {
  switch (event.type) {
    case 'arm':
      return s.armed ? stay(s) : arm({ ...s, armed: true });
    case 'disarm':
      return s.armed ? disarm({ ...s, armed: false }, now) : stay(s);
    case 'opened':
      return work({ ...s, open: true, silences: 0 }, { at: 'fault', code: codeOf(s) });
    case 'closed':
      return rest({ ...s, open: false }, { at: 'fault', code: event.code }, null, endOf(s, event.code));
    case 'tick':
      return s.due === null || now < s.due || !s.open ? stay(s) : work(s, s);
    case 'done':
      return event.run === s.run ? done(s, event.outcome, now) : stay(s);
  }
}

function arm(s: CardState): Step {
  if (s.at === 'disarmed') {
    const place: Place =
      s.lying === null ? { at: 'looking' } : { at: 'waitRemoval', lying: s.lying, told: false, misses: 0 };
    return work(s, place);
  }
  return s.open ? work(s, s) : stay(s);
}

function disarm(s: CardState, now: number): Step {
  if (s.at === 'fault') return rest(s, s, s.open ? now + DELAYS.retry : null);
  const isHalfRead = s.at === 'selecting' || s.at === 'reading';
  const lying = s.at === 'waitRemoval' ? s.lying : isHalfRead ? 'unread' : null;
  return rest(s, { at: 'disarmed', lying }, now + DELAYS.health);
}

function done(s: CardState, outcome: Outcome, now: number): Step {
  if (!outcome.ok) return failed(s, outcome, now);
  const well: CardState = { ...s, silences: 0 };
  switch (outcome.of) {
    case 'status':
      return rest(well, well.at === 'disarmed' ? well : { at: 'disarmed', lying: null }, now + DELAYS.health);
    case 'find':
      return outcome.found ? found(well) : rest(well, { at: 'looking' }, now + DELAYS.poll);
    case 'select':
      return work(well, { at: 'reading' });
    case 'read':
      return wait(well, 'read', now, [tell(outcome.event)]);
    case 'look':
      return looked(well, outcome.presence, now);
    case 'recheck':
      return outcome.event === null
        ? stillThere(well, now)
        : wait(well, 'read', now, [...otherFound(well), tell(outcome.event)]);
  }
}

const found = (s: CardState): Step => work(s, { at: 'selecting' }, [tell({ type: 'found' })]);

function failed(s: CardState, outcome: Outcome & { ok: false }, now: number): Step {
  const { code, why } = outcome;
  const silences = why === 'silent' ? s.silences + 1 : 0;
  const next: CardState = { ...s, silences };
  if (s.at === 'fault') return rest(next, { at: 'fault', code }, now + DELAYS.retry);
  if (why === 'unfit') return rest(next, { at: 'fault', code }, now + DELAYS.retry, endOf(s, code));
  if (silences >= SILENCES_UNTIL_FAULT) {
    const effects: CardEffect[] = [...endOf(s, code), { type: 'reopen' }];
    return rest(next, { at: 'fault', code }, now + DELAYS.retry, effects);
  }
  if (s.at === 'waitRemoval' && why === 'rejected') {
    return wait(next, 'read', now, [...otherFound(s), tell({ type: 'refused', code })]);
  }
  if (s.at === 'selecting' || s.at === 'reading') {
    return wait(next, why === 'rejected' ? 'read' : 'unread', now, [tell({ type: 'refused', code })]);
  }
  return rest(next, next, now + (s.at === 'disarmed' ? DELAYS.retry : DELAYS.poll));
}

/** Until the card is taken away. */
function wait(s: CardState, lying: Lying, now: number, effects: CardEffect[]): Step {
  return rest(s, { at: 'waitRemoval', lying, told: true, misses: 0 }, now + DELAYS.poll, effects);
}

function looked(s: CardState, presence: Exclude<Presence, 'silent'>, now: number): Step {
  if (s.at !== 'waitRemoval') return stay(s);
  if (presence === 'there') return stillThere(s, now);
  if (presence === 'placed') {
    if (s.misses > 0) return work(s, { at: 'selecting' }, otherFound(s));
    // It was never read, and may lie there unselected all the time.
    if (s.lying === 'unread') return stillThere(s, now);
    return work(s, s, [], 'recheck');
  }
  const misses = s.misses + 1;
  return misses < MISSES_UNTIL_REMOVED
    ? rest(s, { ...s, misses }, now + DELAYS.poll)
    : rest(s, { at: 'looking' }, now + DELAYS.poll, removed(s));
}

function stillThere(s: CardState, now: number): Step {
  if (s.at !== 'waitRemoval') return stay(s);
  const effects = s.told ? [] : [tell({ type: 'refused', code: 'idCard.leftover' })];
  return rest(s, { ...s, told: true, misses: 0 }, now + DELAYS.poll, effects);
}

const removed = (s: CardState): CardEffect[] =>
  s.at === 'waitRemoval' && s.told ? [tell({ type: 'removed' })] : [];
/** Another card took the place of the one that was waited for. */
const otherFound = (s: CardState): CardEffect[] => [...removed(s), tell({ type: 'found' })];

/** What must be told when the reader can't go on: a session must not outlive a card that nobody watches. */
function endOf(s: CardState, code: string): CardEffect[] {
  if (!s.armed || s.at === 'fault') return [];
  const isOver = s.at === 'waitRemoval' && s.told;
  return [tell(isOver ? { type: 'removed' } : { type: 'refused', code })];
}

const WORKS: Readonly<Record<CardState['at'], Work>> = {
  disarmed: 'status',
  looking: 'find',
  selecting: 'select',
  reading: 'read',
  waitRemoval: 'look',
  fault: 'status',
};
function work(s: CardState, place: Place, effects: CardEffect[] = [], own?: Work): Step {
  const run = s.run + 1;
  const what = own ?? (place.at === 'fault' && s.armed ? 'find' : WORKS[place.at]);
  return {
    state: { ...s, ...place, run, due: null },
    effects: [...effects, { type: 'work', work: what, run }],
  };
}

function rest(s: CardState, place: Place, due: number | null, effects: CardEffect[] = []): Step {
  return { state: { ...s, ...place, run: s.run + 1, due }, effects };
}

const stay = (state: CardState): Step => ({ state, effects: [] });
const tell = (event: IdCardEvent): CardEffect => ({ type: 'tell', event });
const codeOf = (s: CardState): string => (s.at === 'fault' ? s.code : 'device.missing');
