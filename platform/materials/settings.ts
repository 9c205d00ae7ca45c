import { z } from 'zod';
import type { HubContext } from '../context.ts';

/** Setting `materials`. */
export const materialSettings = z.strictObject({
  /** Materials are kept for so many days after the last one of their application came in; null: for ever. */
  retentionDays: z.number().int().min(30).max(36_500).nullable().default(null),
});
export type MaterialSettings = z.infer<typeof materialSettings>;

/** A setting that does not fit is left out, and said: nothing is swept then. */
export async function readMaterialSettings(hub: Pick<HubContext, 'db' | 'log'>): Promise<MaterialSettings> {
  const row = await hub.db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', 'materials')
    .executeTakeFirst();
  const parsed = materialSettings.safeParse(row?.value ?? {});
  if (parsed.success) return parsed.data;
  hub.log.error({ path: parsed.error.issues[0]?.path.join('.') }, 'setting.invalidMaterials');
  return { retentionDays: null };
}
