import type { BookingView } from '../../../../contracts/booking.ts';
import type { BookingDraft, BookingOutcome, TicketOutcome } from '../../../../contracts/rooms/booking.ts';

export interface Matter {
  id: string;
  name: { zh: string; en: string };
}

/** Where in the room the citizen is. */
export type Page =
  | { at: 'menu' }
  /** `instead`: of the item that the citizen came for, which cannot be booked. */
  | { at: 'departments'; instead?: true }
  | { at: 'matters'; departmentId: string }
  | { at: 'days'; matter: Matter; refusal?: string }
  | { at: 'times'; matter: Matter; day: string; refusal?: string }
  /** `live: false`: a request is all that can be left. */
  | { at: 'check'; draft: BookingDraft; live: boolean }
  | { at: 'phone'; draft: BookingDraft; live: boolean }
  /** It was sent and no answer came. `tries`: how often since. */
  | { at: 'unclear'; draft: BookingDraft; tries: number }
  /** There is no seat for a reason that another time does not change. */
  | { at: 'refused'; code: string }
  | { at: 'made'; outcome: BookingOutcome }
  | { at: 'mine'; notice?: string }
  | { at: 'cancel'; booking: BookingView }
  | { at: 'queues' }
  | { at: 'ticket'; outcome: TicketOutcome };

export const matterOf = (draft: BookingDraft): Matter => ({ id: draft.matterId, name: draft.matter });

/** What the hub said is not known to have been heard. */
const ABSENT = ['hub.unreachable', 'hub.notOurs', 'busy', 'internal'];
const OTHER_TIME = ['booking.full', 'booking.late', 'booking.idTaken'];
const OTHER_DAY = ['booking.closed', 'booking.unknownMatter', 'booking.notNow'];
const OTHER_WAY = ['booking.tooMany', 'booking.sameTime'];

/** Where a refusal of a booking leads; null: the page stays and says it. */
export function afterRefusal(draft: BookingDraft, code: string, said: string): Page | 'ask' | null {
  if (ABSENT.includes(code)) return 'ask';
  if (OTHER_TIME.includes(code))
    return { at: 'times', matter: matterOf(draft), day: draft.day, refusal: said };
  if (OTHER_DAY.includes(code)) return { at: 'days', matter: matterOf(draft), refusal: said };
  return OTHER_WAY.includes(code) ? { at: 'refused', code } : null;
}
