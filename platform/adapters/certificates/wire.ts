import { z } from 'zod';
import { certificateId, MAX_CERTIFICATES } from '../../../contracts/certificate.ts';
import { isDay } from '../../../contracts/hall-time.ts';
import { label, shortId } from '../../../contracts/primitives.ts';
import type { LibraryCertificate } from './library.ts';

/**
 * The wire of the library: POST with JSON in, `{code, msg, data}` out. The fields' names follow the metadata of GB/T 36903
 * (证照名称, 证照编号, 证照颁发机构, 持证主体代码 …) in English; which calls a city's library has is not public, so a real one gets an
 * adapter of its own behind `library.ts`.
 */
export const envelope = z.object({
  code: z.union([z.number(), z.string().max(20)]),
  msg: z.string().optional(),
  data: z.unknown().optional(),
});

/** 持证主体代码类型 of GB/T 36903: a resident's number (公民身份号码). */
export const HOLDER_TYPE = '111';
/** 证照状态 of the interface. */
const STATES = { '1': 'valid', '2': 'expired', '3': 'revoked' } as const;
const LONG_TERM = '长期';

const date = z.string().refine(isDay);

const row = z.object({
  certificateId,
  kind: z.enum(['certificate', 'proof']),
  typeCode: shortId,
  typeName: label,
  typeNameEn: label.optional(),
  number: z.string().max(80).nullish(),
  holderCode: z.string().max(40),
  issuer: z.string().max(200),
  issueDate: date.nullish(),
  /** A day, 长期, or nothing. */
  validTo: z.union([date, z.literal(LONG_TERM), z.literal('')]).nullish(),
  status: z.enum(['1', '2', '3']),
  hasCode: z.boolean().default(false),
});

export const listData = z.object({ certificates: z.array(row).max(MAX_CERTIFICATES) });
export const fileData = z.object({
  certificateId,
  holderCode: z.string().max(40),
  /** base64. */
  content: z.string().min(1),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export const codeData = z.object({
  certificateId,
  holderCode: z.string().max(40),
  text: z.string().min(1).max(500),
  /** Seconds. */
  expiresIn: z.number().int().min(5).max(3_600),
});

export const certificateOf = (r: z.infer<typeof row>): LibraryCertificate => ({
  id: r.certificateId,
  kind: r.kind,
  typeCode: r.typeCode,
  name: { zh: r.typeName, en: r.typeNameEn ?? r.typeName },
  no: r.number == null || r.number === '' ? null : r.number,
  issuer: r.issuer,
  issuedOn: r.issueDate ?? null,
  validUntil: r.validTo == null || r.validTo === LONG_TERM || r.validTo === '' ? null : r.validTo,
  state: STATES[r.status],
  hasCode: r.hasCode,
});
