import type { z } from 'zod';
import type { HubContext } from './context.ts';

/** A row of the table `setting`; null: not set, or it does not fit, which is said in the log. */
export async function readSetting<T extends z.ZodType>(
  hub: Pick<HubContext, 'db' | 'log'>,
  key: string,
  schema: T,
): Promise<z.output<T> | null> {
  const row = await hub.db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
  if (row === undefined) return null;
  const parsed = schema.safeParse(row.value);
  if (parsed.success) return parsed.data;
  hub.log.error({ key, path: parsed.error.issues[0]?.path.join('.') }, 'setting.invalid');
  return null;
}
