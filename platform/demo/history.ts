import {
  CHANNEL_PAD,
  isNegative,
  type Level,
  type RatingBody,
  type TagSet,
  tagLevel,
} from '../../contracts/rating.ts';
import type { Database } from '../db/schema.ts';
import { closing, midnight, openingHours } from './opening-hours.ts';
import { createRandom, type Random } from './random.ts';
import { REMARKS } from './remarks.ts';
import { type DemoHall, terminalAt } from './schema.ts';

export interface HistoryOptions {
  /** How many ratings. */
  count: number;
  /** The last moment of the history. */
  until: Date;
  /** Over how many days they are spread, at least 7; default 180. */
  days?: number;
  /** Another seed, another history with other case numbers: they live side by side. Default `demo`. */
  seed?: string;
}

/** One past rating with all that the hub would have noted of it. */
export interface PastRating {
  terminalId: string;
  epoch: string;
  seq: number;
  departmentId: string;
  /** Who served, as the hub knows it: a rating without a request does not name anybody. */
  staffId: string;
  body: RatingBody;
  at: Date;
  uncertaintyMs: number;
  clock: 'anchor' | 'wall';
  receivedAt: Date;
  /** Deliveries after the first. */
  deliveredAgainAt: Date[];
  status: 'counted' | 'duplicate' | 'unknownCase';
  duplicateOf: string | null;
  request: PastRequest | null;
  relay: Database['rating']['relay_state'];
  attempts: { at: Date; outcome: 'relayed' | 'failed' | 'refused'; detail: string | null }[];
}
interface PastRequest {
  source: Database['rating_request']['source'];
  createdAt: Date;
  rungAt: Date;
  openedAt: Date;
}

const APP = '0.1.0';
/** How long a request is open. */
export const REQUEST_MS = 60_000;
/** Undo and hold before a rating is sent. */
const HELD_MS = { from: 10_500, to: 75_000 };
/** Nothing is told of the minutes before `until`: what was rated then is still under way. */
const UNDER_WAY_MS = 15 * 60_000;
/** How far behind the relay to the province is. */
const RELAY_BEHIND_MS = 2 * 3_600_000;
/** From 非常满意 down. */
const USUAL: readonly (readonly [Level, number])[] = [
  [5, 0.862],
  [4, 0.088],
  [3, 0.028],
  [2, 0.013],
  [1, 0.009],
];

/**
 * Past ratings of the demonstration hall, oldest first; the same for the same hall, tags and options. Departments and
 * staff differ in how they are rated; some terminals were without network for part of a day; a few ratings were
 * delivered twice, a few cases rated twice, a few case numbers mistyped.
 */
export function* history(hall: DemoHall, tags: TagSet, options: HistoryOptions): Generator<PastRating> {
  const { count, days = 180, seed = 'demo' } = options;
  const until = options.until.getTime() - UNDER_WAY_MS;
  const random = createRandom(`history ${seed}`);
  const timeOf = openingHours(until, days);
  const desks = desksOf(hall, seed);
  const series = String(Math.floor(random.next() * 100_000)).padStart(5, '0');
  for (let i = 0; i < count; i += 1) {
    const at = timeOf((i + random.next()) / count);
    const desk = pickDesk(desks, random);
    desk.seq += 1;
    const earlier = random.chance(0.007) ? desk.lastCounted : null;
    const caseNo = `WD${new Date(at).getUTCFullYear()}${series}${String(i + 1).padStart(7, '0')}`;
    const staffId = earlier?.staffId ?? random.pick(desk.staff);
    const body =
      earlier === null
        ? bodyOf(desk, { caseNo, staffId }, tags, random)
        : bodyAgain(earlier.body, tags, random);
    const status = earlier !== null ? 'duplicate' : body.case.itemCode === null ? 'unknownCase' : 'counted';
    if (status === 'counted') desk.lastCounted = { body, staffId };
    const duplicateOf = earlier?.body.id ?? null;
    yield { staffId, body, status, duplicateOf, ...courseOf(desk, body, { at, until, status }, random) };
  }
}

/** A window with its pad, and what is peculiar to it. */
interface Desk {
  windowId: string;
  departmentId: string;
  terminalId: string;
  epoch: string;
  seq: number;
  items: DemoHall['items'];
  staff: string[];
  /** How many come here, against the others. */
  visitors: number;
  /** How much likelier than usual a negative rating is. */
  discontent: number;
  lastCounted: { body: RatingBody; staffId: string } | null;
  seed: string;
}

function desksOf(hall: DemoHall, seed: string): Desk[] {
  const mood = new Map(
    hall.departments.map((d) => [d.id, createRandom(`${seed} ${d.id}`).between(0.3, 2.1)]),
  );
  return hall.windows.map((w) => {
    const random = createRandom(`${seed} ${w.id}`);
    return {
      windowId: w.id,
      departmentId: w.department,
      terminalId: terminalAt(hall, w.id),
      epoch: random.uuid(),
      seq: 0,
      items: hall.items.filter((i) => i.department === w.department),
      staff: hall.staff.filter((s) => s.windows.includes(w.id)).map((s) => s.id),
      visitors: random.between(0.5, 1.6),
      discontent: mood.get(w.department) ?? 1,
      lastCounted: null,
      seed,
    };
  });
}

function pickDesk(desks: readonly Desk[], random: Random): Desk {
  const total = desks.reduce((sum, d) => sum + d.visitors, 0);
  let left = random.next() * total;
  const found = desks.find((d) => {
    left -= d.visitors;
    return left < 0;
  });
  return found ?? random.pick(desks);
}

function pickLevel(discontent: number, random: Random): Level {
  let left = random.next();
  for (const [level, usual] of USUAL.toReversed()) {
    const share = level <= 3 ? usual * discontent : usual;
    if (left < share) return level;
    left -= share;
  }
  return 5;
}

function bodyOf(
  desk: Desk,
  { caseNo, staffId }: { caseNo: string; staffId: string },
  tags: TagSet,
  random: Random,
): RatingBody {
  const item = random.pick(desk.items);
  const way = random.next();
  const source = way < 0.88 ? 'request' : way < 0.96 ? 'scanned' : 'typed';
  const mistyped = source === 'typed' && random.chance(0.04);
  const known = { caseNo, itemCode: item.code, itemName: item.zh };
  // The last digit is missing: a number that no case has.
  const unknown = { caseNo: caseNo.slice(0, -1), itemCode: null, itemName: null };
  return {
    v: 1,
    id: random.uuid(),
    requestId: source === 'request' ? random.uuid() : null,
    case: { ...(mistyped ? unknown : known), stage: random.chance(0.78) ? 2 : 1 },
    windowId: desk.windowId,
    staffId: source === 'request' ? staffId : null,
    ...saidOf(pickLevel(desk.discontent, random), tags, random),
    tagSetVersion: tags.version,
    channel: CHANNEL_PAD,
    source,
    checked: source !== 'request' && !mistyped,
    elder: random.chance(0.11),
    app: APP,
  };
}

/** The same case once more: the citizen scans the receipt at a later visit. */
const bodyAgain = (first: RatingBody, tags: TagSet, random: Random): RatingBody => ({
  ...first,
  ...saidOf(random.chance(0.7) ? first.level : pickLevel(3, random), tags, random),
  id: random.uuid(),
  requestId: null,
  staffId: null,
  source: 'scanned',
  checked: false,
});

type Said = Pick<RatingBody, 'level' | 'tags' | 'text' | 'anonymous' | 'locale'>;

/** Who is not content says more, and rather without a name. */
function saidOf(level: Level, tags: TagSet, random: Random): Said {
  const negative = isNegative(level);
  const locale = random.chance(0.012) ? 'en' : 'zh-CN';
  const wordy = negative ? 0.45 : level === 3 ? 0.15 : 0.04;
  return {
    level,
    tags: pickTags(level, tags, random),
    text: random.chance(wordy) ? random.pick(REMARKS[level][locale === 'en' ? 'en' : 'zh']) : '',
    anonymous: random.chance(negative ? 0.62 : 0.24),
    locale,
  };
}

/** None to three, mostly of the first three, which show at once. */
function pickTags(level: Level, tags: TagSet, random: Random): string[] {
  const offered = tags.tags.filter((t) => tagLevel(t.code) === level).map((t) => t.code);
  const many = random.next();
  const count = isNegative(level) ? 1 + Math.floor(many * 3) : many < 0.4 ? 0 : many < 0.8 ? 1 : 2;
  const chosen = new Set<string>();
  for (let i = 0; i < count; i += 1)
    chosen.add(random.pick(random.chance(0.65) ? offered.slice(0, 3) : offered));
  return offered.filter((code) => chosen.has(code));
}

/** How a rating came in, and what became of it. */
function courseOf(
  desk: Desk,
  body: RatingBody,
  { at, until, status }: { at: number; until: number; status: PastRating['status'] },
  random: Random,
): Omit<PastRating, 'staffId' | 'body' | 'status' | 'duplicateOf'> {
  const backAt = outageEnd(desk, at, until);
  const sentAt = at + random.between(HELD_MS.from, HELD_MS.to);
  const receivedAt = new Date(Math.floor(backAt === null ? sentAt : backAt + random.between(0, 4_000)));
  const anchored = backAt === null || random.chance(0.8);
  return {
    terminalId: desk.terminalId,
    epoch: desk.epoch,
    seq: desk.seq,
    departmentId: desk.departmentId,
    at: new Date(at),
    uncertaintyMs: Math.floor(anchored ? random.between(12, 140) : random.between(2_000, 90_000)),
    clock: anchored ? 'anchor' : 'wall',
    receivedAt,
    deliveredAgainAt: random.chance(0.008) ? [later(receivedAt, random.between(900, 30_000))] : [],
    request: body.requestId === null ? null : requestOf(at, random),
    ...relayOf(status, receivedAt, until, random),
  };
}

const later = (time: Date, ms: number): Date => new Date(time.getTime() + Math.floor(ms));

/** When a terminal came back that was without network at a time; null = it had network. */
function outageEnd(desk: Desk, at: number, until: number): number | null {
  const day = midnight(at);
  const random = createRandom(`${desk.seed} outage ${desk.windowId} ${day}`);
  if (!random.chance(0.012)) return null;
  const begins = day + random.between(9, 15) * 3_600_000;
  const ends = closing(at) + random.between(5, 25) * 60_000;
  return at >= begins && ends + 60_000 < until ? ends : null;
}

function requestOf(at: number, random: Random): PastRequest {
  const createdAt = new Date(at - Math.floor(random.between(4_000, REQUEST_MS - 8_000)));
  const rungAt = later(createdAt, random.between(60, 400));
  const way = random.next();
  return {
    source: way < 0.8 ? 'api' : way < 0.93 ? 'page' : 'padWebSocket',
    createdAt,
    rungAt,
    openedAt: later(rungAt, random.between(150, 900)),
  };
}

/** What the province answered. It has not yet taken those of the last hours. */
function relayOf(
  status: PastRating['status'],
  receivedAt: Date,
  until: number,
  random: Random,
): Pick<PastRating, 'relay' | 'attempts'> {
  if (status !== 'counted') return { relay: 'notRelayed', attempts: [] };
  if (receivedAt.getTime() > until - RELAY_BEHIND_MS) return { relay: 'waiting', attempts: [] };
  const first = later(receivedAt, random.between(500, 8_000));
  const attempts: PastRating['attempts'] = [];
  let at = first;
  if (random.chance(0.03)) {
    attempts.push({ at, outcome: 'failed', detail: 'HTTP 503' });
    at = later(at, random.between(30_000, 180_000));
  }
  const refused = random.chance(0.006);
  attempts.push({
    at,
    outcome: refused ? 'refused' : 'relayed',
    detail: refused ? '办件编号在省系统不存在' : null,
  });
  return { relay: refused ? 'refused' : 'relayed', attempts };
}
