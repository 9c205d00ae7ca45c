import { type BookingView, bookingNoOf } from '../../../../../contracts/booking.ts';
import { addDays, dayOf, weekdayOf } from '../../../../../contracts/hall-time.ts';
import type {
  BookingDraft,
  DayChoice,
  QueueChoice,
  SlotChoice,
} from '../../../../../contracts/rooms/booking.ts';
import type { Slip } from '../../../../../contracts/slip.ts';

/** What the test lets happen. */
export interface Wishes {
  /** The hub is away: what was last heard stands in for it. */
  offline: boolean;
  /** Code with which the next booking, cancelling or print is refused. */
  refuse: { book?: string; cancel?: string; print?: string; offer?: string; list?: string };
  /** Nobody's bookings, or three. */
  none: boolean;
  /** Names and reasons of the greatest length. */
  long: boolean;
}

const TODAY = dayOf(Date.parse('2026-11-24T09:00:00+08:00'));
const ID = '3f0c9a52-7c1e-4b8a-9c55-0123456789ab';
const words = (zh: string, en: string) => ({ zh, en });
const ok = <T>(value: T) => ({ ok: true as const, value });
const refused = (code: string) => ({ ok: false as const, code });

const DEPARTMENTS = [
  [
    'gongan',
    '卫东公安分局',
    'Public Security Sub-bureau',
    ['居民身份证换领、补领', '户口迁移、登记', '居住证申领'],
  ],
  ['shichang', '区市场监督管理局', 'Market Regulation', ['公司设立、变更登记', '个体工商户登记']],
  ['shuiwu', '区税务局', 'Taxation', ['发票领用']],
  ['renshe', '区人力资源和社会保障局', 'Human Resources and Social Security', ['社会保障卡申领']],
  ['yibao', '区医疗保障局', 'Healthcare Security', ['医疗费用报销']],
  ['budongchan', '不动产登记中心', 'Real Estate Registration Centre', ['房屋所有权转移登记']],
  ['minzheng', '区民政局', 'Civil Affairs', ['婚姻登记']],
  ['gongjijin', '住房公积金管理部', 'Housing Provident Fund', ['住房公积金提取']],
  ['jiaotong', '区交通运输局', 'Transport', ['道路运输证核发']],
] as const;
const QUEUES = [
  ['A', '户籍身份证', 'Household and ID cards', '一楼 1–2 号窗口', 'Windows 1–2, ground floor'],
  ['B', '市场监管', 'Market regulation', '一楼 3–5 号窗口', 'Windows 3–5, ground floor'],
  ['C', '税务', 'Taxation', '一楼 6–7 号窗口', 'Windows 6–7, ground floor'],
  ['D', '社保医保', 'Social and medical insurance', '一楼 8–11 号窗口', 'Windows 8–11, ground floor'],
  ['E', '不动产', 'Real estate', '一楼 12–13 号窗口', 'Windows 12–13, ground floor'],
  ['F', '综合窗口', 'All other matters', '二楼 14–20 号窗口', 'Windows 14–20, first floor'],
] as const;

/** Stands for the terminal's room of bookings: answers as it does, from what the test wishes. */
export function fakeRoom(wishes: Wishes) {
  let draft: BookingDraft | null = null;
  let cancelled = false;
  const longName = words(
    '国有建设用地使用权及房屋所有权首次登记、转移登记、变更登记（含预告登记转本登记）',
    'First registration, transfer and change of a right to use state-owned construction land and of house ownership',
  );
  const nameOf = (zh: string, en: string) => (wishes.long ? longName : words(zh, en));
  const departments = DEPARTMENTS.map(([id, zh, en, matters]) => ({
    id,
    name: words(zh, en),
    matters: matters.map((name, i) => ({
      id: `${id}-${i}`,
      name: nameOf(name, 'Renew or replace a resident ID card'),
      place: words('一楼1号窗口', 'Window 1, ground floor'),
    })),
  }));
  const days = (): DayChoice[] =>
    Array.from({ length: 15 }, (_, n) => {
      const day = addDays(TODAY, n);
      const isHoliday = n === 8;
      const slots = weekdayOf(day) > 5 || isHoliday ? 0 : 12;
      const exception = isHoliday ? words('国庆节放假', 'National Day') : null;
      const free = slots === 0 || n === 3 ? 0 : n === 0 ? 3 : 20 + 7 * n;
      return { day, slots, free: wishes.offline ? null : free, exception };
    });
  const slots = (): SlotChoice[] =>
    [540, 570, 600, 630, 660, 690, 780, 810, 840, 870, 900, 930, 960, 990].map((minute, i) => ({
      minute,
      endMinute: minute + 30,
      free: wishes.offline ? null : i % 5 === 1 ? 0 : 6 - (i % 6),
    }));
  const booking = (state: BookingView['state'], day = addDays(TODAY, 2)): BookingView => ({
    id: ID,
    no: bookingNoOf(ID, day),
    matterId: 'gongan-0',
    matter: draft?.matter ?? nameOf('居民身份证换领、补领', 'Renew or replace a resident ID card'),
    department: words('卫东公安分局', 'Public Security Sub-bureau'),
    place: words('一楼1号窗口', 'Window 1, ground floor'),
    day,
    minute: 540,
    endMinute: 570,
    state,
    reason: null,
    offered: [],
    mayCancel: state === 'confirmed',
  });
  const pair = (label: string, value: string) => ({ type: 'pair' as const, label, value });
  const text = (line: string, size: 1 | 2 = 1) => ({
    type: 'text' as const,
    text: line,
    align: size === 1 ? ('left' as const) : ('centre' as const),
    size,
    bold: size === 2,
  });
  const slip: Slip = {
    blocks: [
      text('平顶山市卫东区政务服务大厅'),
      text('预约凭条', 2),
      { type: 'rule' },
      pair('预约号', bookingNoOf(ID, addDays(TODAY, 2))),
      pair('事项', '居民身份证换领、补领'),
      pair('部门', '卫东公安分局'),
      pair('日期', '2026-11-26 星期四'),
      pair('时间', '09:00-09:30'),
      pair('地点', '一楼1号窗口'),
      pair('预约人', '张*民'),
      { type: 'space', lines: 1 },
      { type: 'qr', text: bookingNoOf(ID, addDays(TODAY, 2)), align: 'centre' },
      { type: 'rule' },
      text('请在预约时间前十分钟到达，带上身份证和办理材料，出示此预约号。来不了请提前取消。'),
      pair('自助机', 'kiosk-01'),
    ],
  };

  const rows = (): BookingView[] =>
    wishes.none
      ? []
      : [
          booking(cancelled ? 'cancelled' : 'confirmed'),
          {
            ...booking('refused', addDays(TODAY, 1)),
            id: `${ID.slice(0, -1)}c`,
            reason: 'booking.full',
            offered: [
              { day: addDays(TODAY, 2), minute: 570 },
              { day: addDays(TODAY, 3), minute: 540 },
            ],
          },
          { ...booking('used', addDays(TODAY, -9)), id: `${ID.slice(0, -1)}d` },
          { ...booking('missed', addDays(TODAY, -20)), id: `${ID.slice(0, -1)}e` },
        ];

  const book = (state: 'confirmed' | 'requested') => {
    const made = booking(state);
    draft = null;
    return ok({ booking: made, slip });
  };

  return {
    offer: async () =>
      wishes.refuse.offer !== undefined
        ? refused(wishes.refuse.offer)
        : ok({ live: !wishes.offline, departments, daysAhead: 14, maxOpen: 3, draft, wanted: null }),
    want: async () => ok(null),
    days: async () => ok({ live: !wishes.offline, days: days() }),
    slots: async () => ok({ live: !wishes.offline, slots: slots() }),
    choose: async ({ matterId, day, minute }: { matterId: string; day: string; minute: number }) => {
      const department = departments.find((d) => d.matters.some((m) => m.id === matterId));
      const matter = department?.matters.find((m) => m.id === matterId);
      if (department === undefined || matter === undefined) return refused('booking.unknownMatter');
      draft = {
        matterId,
        day,
        minute,
        endMinute: minute + 30,
        matter: matter.name,
        department: department.name,
        place: matter.place,
        state: 'chosen',
      };
      return ok(draft);
    },
    book: async () => {
      const code = wishes.offline ? 'hub.unreachable' : wishes.refuse.book;
      if (code === undefined) return book('confirmed');
      if (code === 'busy' && draft !== null) draft = { ...draft, state: 'unclear' };
      else if (code.startsWith('booking.')) draft = null;
      return refused(code);
    },
    request: async () => book('requested'),
    drop: async () => {
      draft = null;
      return ok(null);
    },
    list: async () => {
      if (wishes.refuse.list !== undefined) return refused(wishes.refuse.list);
      return wishes.offline ? refused('hub.unreachable') : ok({ asOfMs: 0, rows: rows() });
    },
    cancel: async () => {
      if (wishes.refuse.cancel !== undefined) return refused(wishes.refuse.cancel);
      cancelled = true;
      return ok(booking('cancelled'));
    },
    queues: async () =>
      ok({
        live: !wishes.offline,
        queues: QUEUES.map(
          ([letter, zh, en, placeZh, placeEn], i): QueueChoice => ({
            id: letter,
            letter,
            name: words(zh, en),
            place: words(placeZh, placeEn),
            waiting: wishes.offline ? null : i * 3,
            open: i !== 4,
          }),
        ),
      }),
    takeTicket: async () =>
      ok({
        ticket: {
          id: ID,
          label: wishes.offline ? 'A-K007' : 'A012',
          queueId: 'A',
          name: words('户籍身份证', 'Household and ID cards'),
          place: words('一楼 1–2 号窗口', 'Windows 1–2, ground floor'),
          day: TODAY,
          takenMs: 0,
          ahead: wishes.offline ? null : 4,
        },
        confirmed: !wishes.offline,
        slip,
      }),
    slip: async () => ok(slip),
    print: async () => (wishes.refuse.print === undefined ? ok(null) : refused(wishes.refuse.print)),
  };
}
