import type { BookingView, TicketView } from '../../../contracts/booking.ts';
import { clockText, dayOf, minuteOf, weekdayOf } from '../../../contracts/hall-time.ts';
import type { Locale } from '../../../contracts/primitives.ts';
import type { Text2 } from '../../../contracts/reference.ts';
import type { Slip, SlipBlock } from '../../../contracts/slip.ts';

/** Words of the slips (凭条); what stands on the screen has its own in `assets/locales`. */
const WORDS = {
  confirmed: { zh: '预约凭条', en: 'Booking' },
  requested: { zh: '预约申请单', en: 'Booking request' },
  refused: { zh: '预约未成功', en: 'Not booked' },
  cancelled: { zh: '预约已取消', en: 'Booking cancelled' },
  used: { zh: '预约已办理', en: 'Booking used' },
  missed: { zh: '预约已过期', en: 'Booking missed' },
  ticket: { zh: '排队号', en: 'Ticket' },
  no: { zh: '预约号', en: 'Number' },
  matter: { zh: '事项', en: 'Service' },
  department: { zh: '部门', en: 'Department' },
  day: { zh: '日期', en: 'Date' },
  time: { zh: '时间', en: 'Time' },
  place: { zh: '地点', en: 'Where' },
  name: { zh: '预约人', en: 'Name' },
  ahead: { zh: '前面等候', en: 'Waiting before you' },
  taken: { zh: '取号时间', en: 'Taken at' },
  machine: { zh: '自助机', en: 'Machine' },
  confirmedHint: {
    zh: '请在预约时间前十分钟到达，带上身份证和办理材料，出示此预约号。来不了请提前取消。',
    en: 'Please come ten minutes early with your ID card and papers, and show this number. If you cannot come, cancel it before.',
  },
  requestedHint: {
    zh: '网络暂时不通，这是预约申请，还没有约上。网络恢复后大厅按先后处理，结果可在自助机“我的预约”里查看。没约上时会告诉您还可以约的时间。',
    en: 'The network was down: this is a request, not yet a booking. It is handled once the network is back; see “My bookings” at a kiosk. If no seat is left you are told which times are free.',
  },
  otherHint: { zh: '这个预约不再有效。', en: 'This booking is no longer valid.' },
  ticketHint: {
    zh: '请留意大厅屏幕和叫号，过号请重新取号。',
    en: 'Please watch the screen in the hall for your number.',
  },
  offlineHint: {
    zh: '网络暂时不通，此号由本机发出。先后次序以大厅屏幕显示为准，请留意屏幕或询问工作人员。',
    en: 'The network is down and this machine gave the number. Your place in the line is confirmed on the screen in the hall; please watch it or ask the staff.',
  },
} as const satisfies Record<string, Text2>;

const WEEKDAYS: readonly Text2[] = [
  { zh: '星期一', en: 'Mon' },
  { zh: '星期二', en: 'Tue' },
  { zh: '星期三', en: 'Wed' },
  { zh: '星期四', en: 'Thu' },
  { zh: '星期五', en: 'Fri' },
  { zh: '星期六', en: 'Sat' },
  { zh: '星期日', en: 'Sun' },
];

const speaker = (locale: Locale) => (words: Text2) => (locale === 'en' ? words.en : words.zh);
const title = (text: string): SlipBlock => ({ type: 'text', text, align: 'centre', size: 2, bold: true });
const hint = (text: string): SlipBlock => ({ type: 'text', text, align: 'left', size: 1, bold: false });
const RULE: SlipBlock = { type: 'rule' };

export interface SlipFacts {
  locale: Locale;
  /** Masked; null: not told. */
  name: string | null;
  terminalId: string;
  hall: Text2 | null;
}

/** A booking or a request on paper: its number in words and as a QR code. */
export function bookingSlip(booking: BookingView, facts: SlipFacts): Slip {
  const say = speaker(facts.locale);
  const pair = (label: Text2, value: string): SlipBlock => ({ type: 'pair', label: say(label), value });
  const weekday = WEEKDAYS[weekdayOf(booking.day) - 1];
  const why =
    booking.state === 'confirmed'
      ? WORDS.confirmedHint
      : booking.state === 'requested'
        ? WORDS.requestedHint
        : WORDS.otherHint;
  return {
    blocks: [
      ...hallOf(facts),
      title(say(WORDS[booking.state])),
      RULE,
      pair(WORDS.no, booking.no),
      pair(WORDS.matter, say(booking.matter)),
      pair(WORDS.department, say(booking.department)),
      pair(WORDS.day, `${booking.day}${weekday === undefined ? '' : ` ${say(weekday)}`}`),
      pair(WORDS.time, `${clockText(booking.minute)}-${clockText(booking.endMinute)}`),
      pair(WORDS.place, say(booking.place)),
      ...(facts.name === null ? [] : [pair(WORDS.name, facts.name)]),
      { type: 'space', lines: 1 },
      { type: 'qr', text: booking.no, align: 'centre' },
      RULE,
      hint(say(why)),
      pair(WORDS.machine, facts.terminalId),
    ],
  };
}

/** A ticket (取号) on paper: its number as large as it goes. */
export function ticketSlip(ticket: TicketView, confirmed: boolean, facts: SlipFacts): Slip {
  const say = speaker(facts.locale);
  const pair = (label: Text2, value: string): SlipBlock => ({ type: 'pair', label: say(label), value });
  return {
    blocks: [
      ...hallOf(facts),
      title(say(WORDS.ticket)),
      { type: 'text', text: ticket.label, align: 'centre', size: 3, bold: true },
      RULE,
      pair(WORDS.matter, say(ticket.name)),
      pair(WORDS.place, say(ticket.place)),
      ...(ticket.ahead === null ? [] : [pair(WORDS.ahead, String(ticket.ahead))]),
      pair(WORDS.taken, `${dayOf(ticket.takenMs)} ${clockText(minuteOf(ticket.takenMs))}`),
      RULE,
      hint(say(confirmed ? WORDS.ticketHint : WORDS.offlineHint)),
      pair(WORDS.machine, facts.terminalId),
    ],
  };
}

const hallOf = ({ hall, locale }: SlipFacts): SlipBlock[] =>
  hall === null ? [] : [{ type: 'text', text: speaker(locale)(hall), align: 'centre', size: 1, bold: false }];
