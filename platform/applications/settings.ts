import { z } from 'zod';
import type { HubContext } from '../context.ts';

/** Setting `applications`. */
export const applicationSettings = z.strictObject({
  /** Case numbers are this, the year, and a running number of six digits. */
  casePrefix: z
    .string()
    .regex(/^[A-Z]{1,8}$/)
    .default('WD'),
  /** A case that has ended is kept for so many days (档案保管期限) before its applicant may have it deleted. */
  keepDays: z.number().int().min(0).max(36_500).default(730),
  /** A material is offered again for so many days after it was made. */
  reuseDays: z.number().int().min(0).max(36_500).default(365),
});
export type ApplicationSettings = z.infer<typeof applicationSettings>;

/** A setting that does not fit is left out, and said. */
export async function readApplicationSettings(
  hub: Pick<HubContext, 'db' | 'log'>,
): Promise<ApplicationSettings> {
  const row = await hub.db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', 'applications')
    .executeTakeFirst();
  const parsed = applicationSettings.safeParse(row?.value ?? {});
  if (parsed.success) return parsed.data;
  hub.log.error({ path: parsed.error.issues[0]?.path.join('.') }, 'setting.invalidApplications');
  return applicationSettings.parse({});
}
