import { z } from 'zod';
import { MAX_ITEMS } from '../../../contracts/catalogue.ts';

/**
 * What the upper catalogue says, as far as the hub reads it: `{code, msg, data}` with the fields of the national
 * standard of service items (政务服务事项基本目录). Codes are strings.
 */
const text = (most: number) => z.string().trim().min(1).max(most);
const days = z.string().regex(/^\d{1,3}$/);
const unit = z.enum(['1', '2']);
const flag = z.enum(['0', '1']);

export const upperVersion = z.object({
  version: z.string().min(1).max(80),
  total: z.number().int().min(0).max(MAX_ITEMS),
});
export type UpperVersion = z.infer<typeof upperVersion>;

/** A row is read by itself: one that lies is refused alone. */
export const upperPage = z.object({
  version: z.string().min(1).max(80),
  total: z.number().int().min(0).max(MAX_ITEMS),
  rows: z.array(z.looseObject({ taskCode: z.string().min(1).max(80) })).max(500),
});
export type UpperPage = z.infer<typeof upperPage>;

export const envelope = z.object({
  code: z.union([z.number(), z.string()]),
  msg: z.string().optional(),
  data: z.unknown(),
});

const upperMaterial = z.object({
  materialName: text(120),
  /** 1 原件 2 复印件 3 电子件 */
  materialForm: z.enum(['1', '2', '3']),
  materialNum: z.number().int().min(1).max(20),
  isNeed: flag,
  /** 10 申请人自备 20 政府部门核发 99 其他 */
  sourceType: z.enum(['10', '20', '99']),
  materialNote: z.string().trim().max(500).optional(),
});

export const upperRow = z.object({
  taskCode: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/),
  taskName: text(120),
  deptCode: text(60),
  /** 01 行政许可 04 行政征收 05 行政给付 07 行政确认 08 行政奖励 09 行政裁决 10 其他行政权力 20 公共服务 */
  taskType: z.enum(['01', '04', '05', '07', '08', '09', '10', '20']),
  /** 1 自然人 2 法人 */
  serveType: z.enum(['1', '2', '1,2']),
  themeCodes: z.array(z.string().max(60)).max(20).default([]),
  keywords: z.array(text(40)).max(30).default([]),
  /** 1 工作日 2 自然日; no law sets one: left out. */
  lawLimit: days.optional(),
  lawLimitUnit: unit.default('1'),
  promiseLimit: days,
  promiseLimitUnit: unit.default('1'),
  linkWay: z.string().max(60),
  superviseWay: z.string().max(60),
  isFee: flag,
  feeBasis: z.string().trim().max(500).optional(),
  feeStandard: z.string().trim().max(500).optional(),
  handleAddr: text(500),
  handleTime: text(500),
  acceptConditions: z.array(text(500)).max(20),
  byLaw: z.array(text(500)).max(20),
  materials: z.array(upperMaterial).max(40),
  flow: z
    .array(
      z.object({
        stepName: text(120),
        /** 1 申请人 2 办理部门 */
        stepBy: z.enum(['1', '2']),
        stepNote: z.string().trim().max(500).optional(),
      }),
    )
    .min(1)
    .max(12),
  /** 全省通办, 跨省通办 */
  provinceHandle: flag,
  crossProvince: flag,
});
export type UpperRow = z.infer<typeof upperRow>;
