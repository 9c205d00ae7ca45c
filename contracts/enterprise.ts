import { z } from 'zod';

/** 统一社会信用代码 (GB 32100) by its shape; whether its check character is right is told where it is typed. */
export const uscc = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/);

/**
 * An enterprise (企业) as the enterprise register (企业登记库) holds it: what stands on its business licence. A fact that
 * the register does not give, or that nobody has asked for, is null.
 */
export const enterprise = z.object({
  uscc,
  /** 企业名称. */
  name: z.string().trim().min(1).max(200),
  /** 类型, such as 有限责任公司. */
  type: z.string().trim().min(1).max(100).nullable(),
  /** 住所 (主要经营场所). */
  address: z.string().trim().min(1).max(300).nullable(),
  /** 法定代表人 (负责人、经营者): a person's name, asked for only where the item needs it. */
  legalPerson: z.string().trim().min(1).max(100).nullable(),
});
export type Enterprise = z.infer<typeof enterprise>;
