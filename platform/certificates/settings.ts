import { z } from 'zod';
import { shortId } from '../../contracts/primitives.ts';
import type { HubContext } from '../context.ts';

const answerCode = z.union([z.number().int(), z.string().max(20)]);
const prints = z.number().int().min(0).max(1_000);

/** Setting `certificates`: where the e-certificate library (电子证照库) is, and how often what may be printed. Absent: none. */
export const certificateSettings = z.strictObject({
  /** The library's calls lie under it. */
  url: z.url({ protocol: /^https?$/ }),
  /** Headers that the library wants with every call, such as an application key. */
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), z.string().max(1_000)).default({}),
  timeoutMs: z.number().int().min(500).max(8_000).default(5_000),
  /** A simulator stands for it: every screen and every print says so. */
  simulated: z.boolean().default(false),
  /** Prints of one certificate in a day and in a year; 0: not to be printed at kiosks. */
  perDay: prints.default(3),
  perYear: prints.default(20),
  /** By type of certificate, where it differs. */
  limits: z.record(shortId, z.strictObject({ perDay: prints, perYear: prints })).default({}),
  /** Code of a material → types of certificates that may stand for it. */
  materials: z.record(shortId, z.array(shortId).max(50)).default({}),
  /** How often what was printed is known for so many days; not less than the year that is counted. */
  keepDays: z.number().int().min(366).max(3_650).default(730),
  /** Codes of the library's answers. */
  answers: z
    .object({
      accepted: z.array(answerCode).min(1).default([0, 200]),
      /** There is no such certificate of this person. */
      unknown: z.array(answerCode).default([404]),
      /** The certificate is not valid, or has no code. */
      notNow: z.array(answerCode).default([409]),
    })
    .prefault({}),
});
export type CertificateSettings = z.infer<typeof certificateSettings>;

const KEY = 'certificates';

/** null: none, or one that does not fit, which is said. */
export async function readCertificateSettings(
  hub: Pick<HubContext, 'db' | 'log'>,
): Promise<CertificateSettings | null> {
  const row = await hub.db.selectFrom('setting').select('value').where('key', '=', KEY).executeTakeFirst();
  if (row === undefined) return null;
  const parsed = certificateSettings.safeParse(row.value);
  if (parsed.success) return parsed.data;
  hub.log.error({ path: parsed.error.issues[0]?.path.join('.') }, 'setting.invalidCertificates');
  return null;
}

export const limitsOf = (
  { limits, perDay, perYear }: CertificateSettings,
  typeCode: string,
): { perDay: number; perYear: number } => limits[typeCode] ?? { perDay, perYear };
