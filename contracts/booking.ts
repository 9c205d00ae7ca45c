import { z } from 'zod';
import { isDay } from './hall-time.ts';
import { person } from './hub/person.ts';
import { idLetters } from './id-letters.ts';
import { epochMs, locale, shortId, terminalId, uuid } from './primitives.ts';
import { text2 } from './reference.ts';

/**
 * Booking (线上预约) and on-site tickets (取号): the rules as the hub holds them and terminals cache them, and what a
 * terminal writes down while the hub is away. Days and minutes are the hall's time (`hall-time.ts`).
 */
export const hallDay = z.string().refine(isDay);
export const dayMinute = z.number().int().min(0).max(1440);
/** 1 Monday … 7 Sunday. */
export const weekday = z.number().int().min(1).max(7);

/** Hours at which something is open, on some days of the week; `to` does not belong to it. */
export const opening = z.strictObject({
  weekdays: z.array(weekday).min(1).max(7),
  from: dayMinute,
  to: dayMinute,
});
export type Opening = z.infer<typeof opening>;

/** What can be booked (预约事项): an item of a department, or all that a department does (`itemCode: null`). */
export const bookingMatter = z.object({
  id: shortId,
  departmentId: shortId,
  department: text2,
  itemCode: shortId.nullable(),
  name: text2,
  /** Where to go, such as the window. */
  place: text2,
  opening: z.array(opening).max(20),
  slotMinutes: z.number().int().min(5).max(240),
  /** Persons in one slot. */
  capacity: z.number().int().min(1).max(500),
});
export type BookingMatter = z.infer<typeof bookingMatter>;

/** A day that differs from its weekday: closed (节假日, 停办), or with the hours of another weekday (调休上班). */
export const dayException = z.object({
  day: hallDay,
  /** null: the whole hall. One for the matter goes before one for the hall. */
  matterId: shortId.nullable(),
  /** null: closed. */
  opensAs: weekday.nullable(),
  reason: text2,
});
export type DayException = z.infer<typeof dayException>;

/** A group of windows that shares one line of people waiting. */
export const ticketQueue = z.object({
  id: shortId,
  /** Begins its numbers: A001. */
  letter: z.string().regex(/^[A-Z]$/),
  name: text2,
  place: text2,
  opening: z.array(opening).max(20),
});
export type TicketQueue = z.infer<typeof ticketQueue>;

export const bookingRules = z.object({
  /** Today and so many days after it can be booked. */
  daysAhead: z.number().int().min(1).max(60),
  /** A slot can be booked until so many minutes before it begins. */
  leadMinutes: z.number().int().min(0).max(1440),
  /** Open bookings of one person. */
  maxOpen: z.number().int().min(1).max(50),
  /** Marks the tickets that this terminal gives by itself; no other terminal has it. */
  mark: z.string().regex(/^[A-Z]{1,3}$/),
  matters: z.array(bookingMatter).max(500),
  exceptions: z.array(dayException).max(2_000),
  queues: z.array(ticketQueue).max(26),
});
export type BookingRules = z.infer<typeof bookingRules>;

/** requested 已提交 · confirmed 已预约 · refused 未约上 · cancelled 已取消 · used 已到场 · missed 已爽约 */
export const bookingState = z.enum(['requested', 'confirmed', 'refused', 'cancelled', 'used', 'missed']);
export type BookingState = z.infer<typeof bookingState>;

/** Why there is no seat; a code of `errors.ts`. */
export const refusalReason = z.enum([
  'booking.full',
  'booking.closed',
  'booking.late',
  'booking.tooMany',
  'booking.sameTime',
]);
export type RefusalReason = z.infer<typeof refusalReason>;

/** Number that the citizen holds (预约号): the terminal and the hub make the same of the booking's id and day. */
export const bookingNo = z.string().regex(/^YY\d{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);

/** `YY1203-7K3M-Q2XD`: month and day of the booked day, then 40 random bits of the id. */
export const bookingNoOf = (id: string, day: string): string =>
  `YY${day.slice(5, 7)}${day.slice(8)}-${idLetters(id)}`;

export const phone = z.string().regex(/^1\d{10}$/);

/** Which seat a citizen wants. */
export const bookingWish = z.object({ matterId: shortId, day: hallDay, minute: dayMinute });
export type BookingWish = z.infer<typeof bookingWish>;

/** `A-K007` as opposed to the hub's `A007`. */
export const ticketLabel = z.string().regex(/^[A-Z](-[A-Z]{1,3})?\d{3,5}$/);
export const ticketLabelOf = (letter: string, mark: string | null, number: number): string =>
  `${letter}${mark === null ? '' : `-${mark}`}${String(number).padStart(3, '0')}`;

const common = { v: z.literal(1), id: uuid, terminalId, app: z.string().min(1).max(40), at: epochMs };

/** A booking asked for while the hub was away, or while it was unclear whether it had been made: `id` is the same. */
const bookingRequest = z.strictObject({
  ...common,
  type: z.literal('request'),
  person,
  phone: phone.nullable(),
  ...bookingWish.shape,
  locale,
});
export type BookingRequest = z.infer<typeof bookingRequest>;

/** A ticket that a terminal gave by itself. */
const offlineTicket = z.strictObject({
  ...common,
  type: z.literal('ticket'),
  queueId: shortId,
  day: hallDay,
  number: z.number().int().min(1).max(99_999),
  label: ticketLabel,
});
export type OfflineTicket = z.infer<typeof offlineTicket>;

/** Body of an outbox row of kind `booking`. */
export const bookingBody = z.discriminatedUnion('type', [bookingRequest, offlineTicket]);
export type BookingBody = z.infer<typeof bookingBody>;

/** A booking as its holder sees it. */
export const bookingView = z.object({
  id: uuid,
  no: bookingNo,
  matterId: shortId,
  matter: text2,
  department: text2,
  place: text2,
  day: hallDay,
  minute: dayMinute,
  endMinute: dayMinute,
  state: bookingState,
  /** Of `refused`. */
  reason: refusalReason.nullable(),
  /** Of `refused`: slots that were free then. */
  offered: z.array(z.object({ day: hallDay, minute: dayMinute })).max(10),
  mayCancel: z.boolean(),
});
export type BookingView = z.infer<typeof bookingView>;

export const ticketView = z.object({
  id: uuid,
  label: ticketLabel,
  queueId: shortId,
  name: text2,
  place: text2,
  day: hallDay,
  takenMs: epochMs,
  /** People who wait before this one; null: not known here. */
  ahead: z.number().int().min(0).nullable(),
});
export type TicketView = z.infer<typeof ticketView>;
