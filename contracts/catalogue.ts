import { z } from 'zod';
import { shortId } from './primitives.ts';
import { text2 } from './reference.ts';

/**
 * The catalogue of service items (政务服务事项目录): public data that the hub holds, that terminals keep for use without
 * it, and nothing of a person. Codes are the implementation codes (实施编码) of the upper catalogue.
 */
const line2 = (most: number) => {
  const line = z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}+$/u);
  return z.object({ zh: line, en: line });
};
const words = line2(500);
const name = line2(120);
const phone = z
  .string()
  .max(60)
  .regex(/^[\d\-+()（）转、,; ]*$/);

/** Kinds of items (事项类型) of the national list of government powers. */
export const itemKind = z.enum([
  /** 行政许可 */
  'licence',
  /** 行政确认 */
  'confirmation',
  /** 行政给付 */
  'benefit',
  /** 行政奖励 */
  'award',
  /** 行政裁决 */
  'ruling',
  /** 行政征收 */
  'levy',
  /** 其他行政权力 */
  'otherPower',
  /** 公共服务 */
  'publicService',
]);
export type ItemKind = z.infer<typeof itemKind>;

/** Who it is for (服务对象): 自然人, 法人. */
export const audience = z.enum(['person', 'enterprise']);
export type Audience = z.infer<typeof audience>;

/** Where else it can be handled: 全省通办, 跨省通办. */
export const zone = z.enum(['province', 'nation']);
export type Zone = z.infer<typeof zone>;

/** 法定期限, 承诺期限: `working` days (工作日) or calendar days; 0 days is on the spot (即办). */
export const timeLimit = z.object({ days: z.number().int().min(0).max(720), working: z.boolean() });
export type TimeLimit = z.infer<typeof timeLimit>;

export const itemMaterial = z.object({
  name: name,
  /** 原件, 复印件, 电子件 */
  form: z.enum(['original', 'copy', 'electronic']),
  count: z.number().int().min(1).max(20),
  required: z.boolean(),
  /** Where it comes from (来源渠道): the applicant, a department, or the form of this item. */
  from: z.enum(['applicant', 'department', 'form']),
  note: words.nullable(),
  /** A filled-in example (样表): what stands in each field, invented. */
  sample: z.array(z.object({ label: name, value: words })).max(20),
});
export type ItemMaterial = z.infer<typeof itemMaterial>;

/** One box of the process picture (办理流程图). */
export const processStep = z.object({
  name: name,
  /** Who does it: the applicant, or the hall. */
  by: z.enum(['applicant', 'hall']),
  note: words.nullable(),
});
export type ProcessStep = z.infer<typeof processStep>;

/** A service item with its guide (办事指南). */
export const serviceItem = z.object({
  code: shortId,
  name: name,
  /** 办理部门 */
  departmentId: shortId,
  /** 事项分类 */
  kind: itemKind,
  audiences: z.array(audience).min(1).max(2),
  /** Ids of the frame's topics: 主题 and 人生事件. */
  topics: z.array(shortId).max(20),
  zones: z.array(zone).max(2),
  /** What people call it (别名, 关键词); only searched, never shown. */
  keywords: z.array(z.string().trim().min(1).max(40)).max(30),
  /** null: no law sets one. */
  legalLimit: timeLimit.nullable(),
  promisedLimit: timeLimit,
  /** 联系电话, 监督电话 */
  phone,
  complaintPhone: phone,
  /** 收费依据及标准; null: free of charge. */
  fee: z.object({ basis: words, standard: words }).nullable(),
  /** 办理地点 and 办理时间 */
  address: words,
  hours: words,
  /** Numbers of the windows in this hall where it is handled; empty: not in this hall. */
  windows: z.array(z.string().min(1).max(20)).max(20),
  /** 受理条件 */
  conditions: z.array(words).max(20),
  /** 法定依据: law and article. */
  basis: z.array(words).max(20),
  materials: z.array(itemMaterial).max(40),
  process: z.array(processStep).min(1).max(12),
  /** Guided flow in which it can be applied for at a kiosk; null: none. */
  flowId: z.string().min(1).max(60).nullable(),
  /** A time at the window can be booked. */
  bookable: z.boolean(),
});
export type ServiceItem = z.infer<typeof serviceItem>;

/** 办事主题 or 人生事件 under which items are found. */
export const topic = z.object({
  id: shortId,
  name: text2,
  kind: z.enum(['theme', 'lifeEvent']),
  audiences: z.array(audience).min(1).max(2),
});
export type Topic = z.infer<typeof topic>;

/** Decimetres from the top left corner of a floor. */
const dm = z.number().int().min(0).max(5_000);
const box = { x: dm, y: dm, width: dm.min(1), height: dm.min(1) };

/** A floor of the hall as it is drawn: areas, the windows in them, doors and kiosks. */
export const floor = z.object({
  id: shortId,
  name: text2,
  width: dm.min(1),
  height: dm.min(1),
  areas: z.array(z.object({ id: shortId, name: text2, ...box })).max(60),
  windows: z.array(z.object({ no: z.string().min(1).max(20), areaId: shortId, ...box })).max(200),
  marks: z
    .array(
      z.object({
        kind: z.enum(['entrance', 'stairs', 'lift', 'toilet', 'kiosk', 'desk']),
        x: dm,
        y: dm,
        /** Of a kiosk: which one, so that it can say “you are here”. */
        terminalId: z.string().max(40).nullable(),
      }),
    )
    .max(60),
});
export type Floor = z.infer<typeof floor>;

/** What belongs to the catalogue as a whole. */
export const catalogueFrame = z.object({
  topics: z.array(topic).max(200),
  floors: z.array(floor).max(20),
  /** Public page of an item, with `{code}` in it, for the QR code of its guide; null: there is none. */
  guideUrl: z
    .string()
    .max(200)
    .regex(/^https:\/\/[^\s{}]+\{code\}[^\s{}]*$/)
    .nullable(),
});
export type CatalogueFrame = z.infer<typeof catalogueFrame>;

/** Most items of a catalogue; a province's district has some 3,000. */
export const MAX_ITEMS = 20_000;
