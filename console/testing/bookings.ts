import { bookingNoOf } from '../../contracts/booking.ts';
import { addDays, dayOf, weekdayOf } from '../../contracts/hall-time.ts';
import type { BookedRow, MatterDay } from '../../contracts/hub/booking-console-api.ts';
import type { Me, Permission } from '../../contracts/hub/console-api.ts';
import { type FixtureContext, type FixtureState, os, refuse } from './fixture.ts';

const MATTERS = [
  ['idcard', '居民身份证换领、补领', 'Renew or replace an ID card'],
  ['company', '公司设立、变更登记', 'Register or change a company'],
  ['marriage', '婚姻登记', 'Marriage registration'],
] as const;
const NAMES = ['王*', '李*明', '欧**华', '张*'] as const;
const EVERY = 5;

/** Bookings of invented people: five on every workday, one of each state; day after tomorrow is closed. */
export function bookingRoutes(
  state: FixtureState,
  allow: (context: FixtureContext, permission: Permission) => Me,
) {
  const marks = new Map<string, 'used' | 'missed'>();
  const closed = new Map<string, { zh: string; en: string }>();
  let waiting = 2;
  const idOf = (day: string, i: number): string => {
    const digits = `${day.replaceAll('-', '')}${i}`.padStart(12, '0');
    return `3f0c9a52-7c1e-4b8a-9c55-${digits}`;
  };
  const rowsOf = (day: string): BookedRow[] =>
    weekdayOf(day) > 5 || state.empty
      ? []
      : Array.from({ length: EVERY }, (_, i): BookedRow => {
          const id = idOf(day, i);
          return {
            id,
            no: bookingNoOf(id, day),
            matterId: MATTERS[i % 2]?.[0] ?? '',
            minute: 540 + 30 * i,
            endMinute: 570 + 30 * i,
            name: i === 4 ? null : (NAMES[i] ?? null),
            hasPhone: i % 2 === 0,
            state: closed.has(day) ? 'refused' : (marks.get(id) ?? (i === 3 ? 'cancelled' : 'confirmed')),
            source: i === 1 ? 'offline' : 'online',
            terminalId: 'kiosk-01',
            madeMs: state.nowMs() - 3_600_000,
          };
        });
  const now = () => ({ serverMs: state.nowMs() });
  return {
    day: os.console.bookings.day.handler(({ input: { day }, context }) => {
      allow(context, 'bookings.read');
      const rows = rowsOf(day);
      const reason = closed.get(day);
      return {
        ...now(),
        day,
        exception: reason === undefined ? null : { day, matterId: null, opensAs: null, reason },
        matters: MATTERS.map(([matterId, zh, en], i): MatterDay => {
          const taken = rows.filter((r) => r.matterId === matterId && r.state !== 'cancelled').length;
          const seats = rows.length === 0 || reason !== undefined ? 0 : 12 * (i + 2);
          return {
            matterId,
            name: { zh, en },
            department: { zh: '卫东公安分局', en: 'Public Security Sub-bureau' },
            place: { zh: `${i + 1}号窗口`, en: `Window ${i + 1}` },
            taken,
            seats,
            slots: [],
            exception:
              matterId === 'marriage' && day === addDays(dayOf(state.nowMs()), 2)
                ? { day, matterId, opensAs: null, reason: { zh: '设备检修', en: 'Maintenance' } }
                : null,
          };
        }),
        rows,
      };
    }),
    contact: os.console.bookings.contact.handler(({ context }) => {
      allow(context, 'bookings.handle');
      return { name: '王小燕', phone: '13800000001' };
    }),
    mark: os.console.bookings.mark.handler(({ input, context }) => {
      allow(context, 'bookings.handle');
      marks.set(input.id, input.as);
      return now();
    }),
    closeDay: os.console.bookings.closeDay.handler(({ input, context }) => {
      allow(context, 'bookings.manage');
      const refused = rowsOf(input.day).filter((r) => r.state === 'confirmed').length;
      closed.set(input.day, input.reason);
      return { ...now(), refused };
    }),
    openDay: os.console.bookings.openDay.handler(({ input, context }) => {
      allow(context, 'bookings.manage');
      return closed.delete(input.day) ? now() : refuse('not.found');
    }),
    queues: os.console.bookings.queues.handler(({ context }) => {
      allow(context, 'bookings.read');
      const place = { zh: '一楼', en: 'Ground floor' };
      return {
        ...now(),
        queues: [
          {
            id: 'qa',
            letter: 'A',
            name: { zh: '户籍身份证', en: 'ID cards' },
            place,
            waiting,
            given: 12,
            called: 'A010',
          },
          {
            id: 'qb',
            letter: 'B',
            name: { zh: '市场监管', en: 'Market' },
            place,
            waiting: 0,
            given: 0,
            called: null,
          },
        ],
      };
    }),
    call: os.console.bookings.call.handler(({ context }) => {
      allow(context, 'bookings.handle');
      if (waiting === 0) return { ...now(), label: null };
      waiting -= 1;
      return { ...now(), label: `A0${12 - waiting}` };
    }),
  };
}
