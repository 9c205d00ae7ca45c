import type { HubContext } from '../context.ts';
import { working } from './base.ts';

/** Shown until the hall is set up. */
const UNNAMED = { zh: '政务服务大厅', en: 'Government service hall' };

/** Names for the filters: hall, departments, windows, tags of the tag set in force. */
export const places = working.places.handler(({ context }) => readPlaces(context.hub));

export async function readPlaces({ db }: Pick<HubContext, 'db'>) {
  const hall = await db.selectFrom('hall').select(['name_zh', 'name_en']).executeTakeFirst();
  const departments = await db.selectFrom('department').selectAll().orderBy('id').execute();
  const windows = await db.selectFrom('service_window').selectAll().execute();
  const tagSet = await db.selectFrom('tag_set').select('body').where('active', '=', true).executeTakeFirst();
  return {
    hall: hall ? { zh: hall.name_zh, en: hall.name_en } : UNNAMED,
    departments: departments.map((d) => ({ id: d.id, name: { zh: d.name_zh, en: d.name_en } })),
    windows: windows
      .sort((a, b) => a.no.localeCompare(b.no, 'en', { numeric: true }))
      .map((w) => ({
        id: w.id,
        no: w.no,
        name: { zh: w.name_zh, en: w.name_en },
        departmentId: w.department_id,
      })),
    tags: tagSet?.body.tags ?? [],
  };
}
