import type { Opening } from '../../../contracts/booking.ts';
import type { Person } from '../../../contracts/hub/person.ts';
import type { HubContext } from '../../context.ts';
import { demoIdNumber } from '../../demo/cases.ts';
import { HALL } from '../../testing/hall.ts';

/** Tuesday, 10:00 in the hall. */
export const NOW = new Date('2026-11-24T10:00:00+08:00');
export const WORKDAYS: Opening = { weekdays: [1, 2, 3, 4, 5], from: 9 * 60, to: 12 * 60 };

/** A matter of the test's hall; open on workdays from 9 to 12, two seats every half hour. */
export async function addMatter(
  { db }: Pick<HubContext, 'db'>,
  id: string,
  wish: { capacity?: number; opening?: Opening[]; slotMinutes?: number } = {},
): Promise<void> {
  await db
    .insertInto('booking_matter')
    .values({
      id,
      department_id: HALL.department,
      item_code: null,
      name_zh: `事项${id}`,
      name_en: `Matter ${id}`,
      place_zh: '1号窗口',
      place_en: 'Window 1',
      opening: JSON.stringify(wish.opening ?? [WORKDAYS]),
      slot_minutes: wish.slotMinutes ?? 30,
      capacity: wish.capacity ?? 2,
    })
    .execute();
}

export async function addQueue({ db }: Pick<HubContext, 'db'>, id: string, letter: string): Promise<void> {
  await db
    .insertInto('ticket_queue')
    .values({
      id,
      letter,
      name_zh: `队列${letter}`,
      name_en: `Line ${letter}`,
      place_zh: '1号窗口',
      place_en: 'Window 1',
      opening: JSON.stringify([WORKDAYS]),
    })
    .execute();
}

/** The n-th invented person. */
export const personAt = (n: number, by: Person['by'] = 'idCard'): Person => ({
  name: `测试${n}`,
  idNumber: demoIdNumber(n),
  by,
});
