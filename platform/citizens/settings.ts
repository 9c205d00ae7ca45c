import { z } from 'zod';
import type { HubContext } from '../context.ts';

/** Setting `citizens`. */
export const citizenSettings = z.strictObject({
  /** A petition is kept for so many days after it ended before the person who left it may have it deleted. */
  keepDays: z.number().int().min(0).max(36_500).default(365),
  /** What a petition says is purged by the hall so many days after it ended. */
  purgeDays: z.number().int().min(1).max(36_500).default(1_095),
  /** A half-done application is kept for so many days after its last change. */
  draftDays: z.number().int().min(1).max(365).default(30),
});
export type CitizenSettings = z.infer<typeof citizenSettings>;

/** A setting that does not fit is left out, and said. */
export async function readCitizenSettings(hub: Pick<HubContext, 'db' | 'log'>): Promise<CitizenSettings> {
  const row = await hub.db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', 'citizens')
    .executeTakeFirst();
  const parsed = citizenSettings.safeParse(row?.value ?? {});
  if (parsed.success) return parsed.data;
  hub.log.error({ path: parsed.error.issues[0]?.path.join('.') }, 'setting.invalidCitizens');
  return citizenSettings.parse({});
}
