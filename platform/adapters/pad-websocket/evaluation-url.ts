import { z } from 'zod';
import { caseNo, label, type Stage, shortId } from '../../../contracts/primitives.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';

/**
 * What an evaluation address (评价页地址) says of the case. The address is read and never opened. Its query comes in
 * plain form, or as base64(base64(query)) behind the base address, as the Anhui interface has it; with the names of
 * the Anhui, Zhejiang or Guangdong interfaces.
 */
export interface EvaluationCase {
  caseNo: string;
  stage: Stage;
  itemCode: string | null;
  itemName: string | null;
  /** Badge number (工号) of who is rated. */
  staffNo: string | null;
}

const MAX_URL = 8_000;
/** Anhui, Zhejiang, Guangdong. The first that is there counts. */
const NAMES = {
  caseNo: ['projNo', 'projectNo', 'affairSerialNo'],
  itemCode: ['serviceCode', 'taskCode', 'affairCode'],
  itemName: ['serviceName', 'taskName', 'affairName'],
  staffNo: ['workNo', 'work_no', 'affairDealNo'],
} as const;

/** `input.invalid` with the field that is missing or unusable. */
export function parseEvaluationUrl(url: string): Result<EvaluationCase> {
  if (url.length > MAX_URL) return fail('input.tooLarge');
  const query = queriesOf(url).find((q) => firstOf(q, NAMES.caseNo) !== null);
  if (query === undefined) return fail('input.invalid', 'projNo');
  const no = caseNo.safeParse(firstOf(query, NAMES.caseNo));
  if (!no.success) return fail('input.invalid', 'projNo');
  const stage = stageOf(query);
  if (stage === null) return fail('input.invalid', 'handleStateCode');
  return ok({
    caseNo: no.data,
    stage,
    itemCode: usable(shortId, firstOf(query, NAMES.itemCode)),
    itemName: usable(label, firstOf(query, NAMES.itemName)),
    staffNo: usable(shortId, firstOf(query, NAMES.staffNo)) ?? usable(shortId, evaluatedPerson(query)),
  });
}

/** Every reading of the address that may be its query: what follows `?`, and what follows the base, decoded. */
function queriesOf(url: string): URLSearchParams[] {
  const withoutHash = url.split('#')[0] ?? '';
  const mark = withoutHash.indexOf('?');
  const readings: URLSearchParams[] = [];
  if (mark >= 0) {
    const behind = withoutHash.slice(mark + 1);
    readings.push(new URLSearchParams(behind));
    // The whole query, or the value of its last parameter.
    for (const text of [behind, behind.slice(behind.indexOf('=') + 1)]) add(readings, decodeTwice(text));
  }
  add(readings, decodeTwice(withoutHash.slice(withoutHash.lastIndexOf('/') + 1)));
  return readings;
}

function add(readings: URLSearchParams[], decoded: string | null): void {
  if (decoded !== null) readings.push(new URLSearchParams(decoded.replace(/^\?/, '')));
}

function decodeTwice(text: string): string | null {
  const once = decodeBase64(decodePercent(text));
  return once === null ? null : decodeBase64(once);
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Both alphabets of RFC 4648; null for what is no base64 or no UTF-8. */
function decodeBase64(text: string): string | null {
  const trimmed = text.trim().replaceAll(' ', '+');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(trimmed, 'base64'));
  } catch {
    return null;
  }
}

function firstOf(query: URLSearchParams, names: readonly string[]): string | null {
  for (const name of names) {
    const value = query.get(name)?.trim();
    if (value) return value;
  }
  return null;
}

const usable = <T>(schema: z.ZodType<T>, value: string | null): T | null => {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
};

/**
 * Guangdong `evalProcess` and Anhui `handleStateCode` 1 受理 2 办结; Zhejiang `proStatus` 1 待办理 2 办理中 3 已完结.
 * Concluded where nothing is said: that is when a counter asks. null for a code that none of them knows.
 */
function stageOf(query: URLSearchParams): Stage | null {
  const process = firstOf(query, ['evalProcess', 'handleStateCode']);
  if (process !== null) return process === '1' ? 1 : process === '2' ? 2 : null;
  const status = firstOf(query, ['proStatus']);
  if (status === null || status === '3') return 2;
  return status === '1' || status === '2' ? 1 : null;
}

const persons = z.array(z.object({ loginName: z.string() })).min(1);

/** Anhui `evaluatedPersonInfo=[{loginName,name}]` */
function evaluatedPerson(query: URLSearchParams): string | null {
  try {
    const parsed = persons.safeParse(JSON.parse(query.get('evaluatedPersonInfo') ?? ''));
    return parsed.success ? (parsed.data[0]?.loginName ?? null) : null;
  } catch {
    return null;
  }
}
