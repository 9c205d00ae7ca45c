import { z } from 'zod';
import {
  type BookingRules,
  type OfflineTicket,
  type TicketView,
  ticketLabelOf,
} from '../../../contracts/booking.ts';
import { isOpenAt } from '../../../contracts/booking-calendar.ts';
import { dayOf } from '../../../contracts/hall-time.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { RoomTools } from '../types.ts';

type Tools = Pick<RoomTools, 'store' | 'config' | 'app'>;

/** Name of the document with the last number of each line that this terminal gave by itself today. */
export const OWN_TICKETS = 'booking.tickets';
const document = z.object({ day: z.string(), last: z.record(z.string(), z.number().int().min(0)) });

/**
 * A number out of this terminal's own range, for when the hub is away. The range is moved on before the row is written:
 * whatever fails in between leaves a number unused, and gives none twice. `ticket.unknownQueue`, `ticket.closed`,
 * `store.full`, `store.fault`.
 */
export function giveOwnTicket(
  { store, config, app }: Tools,
  rules: BookingRules,
  wish: { id: string; queueId: string; nowMs: number },
): Result<TicketView> {
  const queue = rules.queues.find((q) => q.id === wish.queueId);
  if (queue === undefined) return fail('ticket.unknownQueue');
  if (!isOpenAt(queue.opening, rules.exceptions, wish.nowMs)) return fail('ticket.closed');
  const day = dayOf(wish.nowMs);
  const last = lastOf(store, day);
  const number = (last[queue.id] ?? 0) + 1;
  const moved = store.putDocument(
    OWN_TICKETS,
    JSON.stringify({ day, last: { ...last, [queue.id]: number } }),
  );
  if (!moved.ok) return moved;
  const label = ticketLabelOf(queue.letter, rules.mark, number);
  const row: OfflineTicket = {
    v: 1,
    type: 'ticket',
    id: wish.id,
    terminalId: config.terminalId,
    app,
    at: wish.nowMs,
    queueId: queue.id,
    day,
    number,
    label,
  };
  const saved = store.saveRecord('booking', row);
  if (!saved.ok) return saved;
  const { name, place } = queue;
  return ok({ id: wish.id, label, queueId: queue.id, name, place, day, takenMs: wish.nowMs, ahead: null });
}

function lastOf(store: Tools['store'], day: string): Record<string, number> {
  try {
    const kept = document.parse(JSON.parse(store.document(OWN_TICKETS) ?? ''));
    return kept.day === day ? kept.last : {};
  } catch {
    return {};
  }
}
