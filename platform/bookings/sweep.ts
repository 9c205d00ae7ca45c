import { dayOf, msAt } from '../../contracts/hall-time.ts';
import type { HubContext } from '../context.ts';
import { readBookingSettings } from './settings.ts';

const DAY_MS = 86_400_000;

/**
 * Who did not come has missed the booking once its day is over: until then staff may still mark it. Names and phones go
 * after the time they are kept. Answers how many rows changed.
 */
export async function sweepBookings(hub: Pick<HubContext, 'db' | 'now' | 'log'>): Promise<number> {
  const now = hub.now();
  const { keepPersonDays } = await readBookingSettings(hub);
  const missed = await hub.db
    .updateTable('booking')
    .set({ state: 'missed', changed_at: now })
    .where('state', '=', 'confirmed')
    .where('ends_at', '<', new Date(msAt(dayOf(now.getTime()), 0)))
    .executeTakeFirst();
  const purged = await hub.db
    .updateTable('booking')
    .set({ person: null })
    .where('person', 'is not', null)
    .where('ends_at', '<', new Date(now.getTime() - keepPersonDays * DAY_MS))
    .executeTakeFirst();
  return Number(missed.numUpdatedRows) + Number(purged.numUpdatedRows);
}
