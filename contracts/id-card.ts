import { z } from 'zod';

/**
 * An identity document as a reader gave it: checked (checksum, check digit, dates), never kept longer than a session.
 * Kinds: 居民身份证, 港澳台居民居住证 (`J`), 外国人永久居留身份证 of 2017 (`I`) and of 2023 (`Y`).
 */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const text = (max: number) => z.string().max(max);

export const idCard = z.object({
  kind: z.enum(['resident', 'hmtResident', 'foreigner2017', 'foreigner2023']),
  /** Name in Chinese; '' where a foreigner's card has none. */
  name: text(35),
  /** '' on Chinese cards. */
  nameEn: text(120),
  /** GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated. */
  sex: z.enum(['0', '1', '2', '9']),
  /** GB 3304 two-digit code; null where the card has none. */
  ethnicity: z
    .string()
    .regex(/^\d{2}$/)
    .nullable(),
  /** ISO 3166 alpha-3 nationality of a foreigner; null else. */
  nationality: text(3).nullable(),
  born: day,
  /** '' on foreigners' cards. */
  address: text(100),
  /** 公民身份号码, or the foreigner's card number. */
  number: z.string().min(15).max(18),
  issuer: text(40),
  validFrom: day,
  /** null = 长期. */
  validTo: day.nullable(),
  /** 通行证号 of a 港澳台居民居住证; null else. */
  passNo: text(18).nullable(),
});
export type IdCard = z.infer<typeof idCard>;
