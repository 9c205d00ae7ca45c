import { type BookingBody, bookingBody } from '../../contracts/booking.ts';
import type { ErrorCode } from '../../contracts/errors.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';

/** `ingest.badBody`: neither a request nor a ticket · `booking.notYours`: made by another terminal. */
export function checkBooking(json: unknown, terminalId: string): Result<BookingBody, { code: ErrorCode }> {
  const parsed = bookingBody.safeParse(json);
  if (!parsed.success || !isStorable(parsed.data)) return fail('ingest.badBody');
  return parsed.data.terminalId === terminalId ? ok(parsed.data) : fail('booking.notYours');
}

/** PostgreSQL's text holds no NUL, and UTF-8 no lone surrogate. A name is sealed; the other fields exclude both. */
const isStorable = (body: BookingBody): boolean =>
  body.type === 'ticket' || (body.person.name.isWellFormed() && !/\p{Cc}/u.test(body.person.name));
