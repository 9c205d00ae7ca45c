import {
  type ItemKind,
  type ServiceItem,
  serviceItem,
  type TimeLimit,
} from '../../../contracts/catalogue.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { UpperSettings } from './settings.ts';
import { type UpperRow, upperRow } from './wire.ts';

const KINDS: Readonly<Record<UpperRow['taskType'], ItemKind>> = {
  '01': 'licence',
  '04': 'levy',
  '05': 'benefit',
  '07': 'confirmation',
  '08': 'award',
  '09': 'ruling',
  '10': 'otherPower',
  '20': 'publicService',
};
const FORMS = { '1': 'original', '2': 'copy', '3': 'electronic' } as const;
const SOURCES = { '10': 'applicant', '20': 'department', '99': 'applicant' } as const;

/** It has no English: both languages say the same until the hall adds its own. */
const both = (zh: string) => ({ zh, en: zh });
const orNull = (text: string | undefined) => (text === undefined || text === '' ? null : both(text));
const limitOf = (days: string, unit: '1' | '2'): TimeLimit => ({
  days: Number(days),
  working: unit === '1',
});

type Codes = Pick<UpperSettings, 'departments' | 'topics'>;

/**
 * A row of the upper catalogue as an item of ours. `detail` of a refusal names the field, never its value; `other`: it
 * is of a department that is not in this hall.
 */
export function toServiceItem(
  raw: unknown,
  codes: Codes,
): Result<ServiceItem, { code: 'other' | 'lies'; detail?: string }> {
  const read = upperRow.safeParse(raw);
  if (!read.success) return fail('lies', read.error.issues[0]?.path.join('.') ?? 'row');
  const row = read.data;
  const departmentId = Object.hasOwn(codes.departments, row.deptCode)
    ? codes.departments[row.deptCode]
    : undefined;
  if (departmentId === undefined) return fail('other');
  const legalLimit = row.lawLimit === undefined ? null : limitOf(row.lawLimit, row.lawLimitUnit);
  const promisedLimit = limitOf(row.promiseLimit, row.promiseLimitUnit);
  if (legalLimit?.working === promisedLimit.working && promisedLimit.days > legalLimit.days)
    return fail('lies', 'promiseLimit');
  const [basis, standard] = [orNull(row.feeBasis), orNull(row.feeStandard)];
  if (row.isFee === '1' && (basis === null || standard === null)) return fail('lies', 'feeStandard');
  const item = {
    code: row.taskCode,
    name: both(row.taskName),
    departmentId,
    kind: KINDS[row.taskType],
    audiences: row.serveType.split(',').map((t) => (t === '1' ? 'person' : 'enterprise')),
    topics: [
      ...new Set(
        row.themeCodes.flatMap((c) => (Object.hasOwn(codes.topics, c) ? (codes.topics[c] ?? []) : [])),
      ),
    ],
    zones: [
      ...(row.provinceHandle === '1' ? ['province'] : []),
      ...(row.crossProvince === '1' ? ['nation'] : []),
    ],
    keywords: row.keywords,
    legalLimit,
    promisedLimit,
    phone: row.linkWay,
    complaintPhone: row.superviseWay,
    fee: row.isFee === '1' ? { basis, standard } : null,
    address: both(row.handleAddr),
    hours: both(row.handleTime),
    windows: [],
    conditions: row.acceptConditions.map(both),
    basis: row.byLaw.map(both),
    materials: row.materials.map((m) => ({
      name: both(m.materialName),
      form: FORMS[m.materialForm],
      count: m.materialNum,
      required: m.isNeed === '1',
      from: SOURCES[m.sourceType],
      note: orNull(m.materialNote),
      sample: [],
    })),
    process: row.flow.map((s) => ({
      name: both(s.stepName),
      by: s.stepBy === '1' ? 'applicant' : 'hall',
      note: orNull(s.stepNote),
    })),
    flowId: null,
    bookable: false,
  };
  const checked = serviceItem.safeParse(item);
  return checked.success ? ok(checked.data) : fail('lies', checked.error.issues[0]?.path.join('.') ?? 'item');
}

type Words = { zh: string; en: string };
/** The hall's English stays where the Chinese that it was made of has not changed. */
const english = (now: Words, before: readonly Words[]): Words =>
  before.find((words) => words.zh === now.zh) ?? now;

/** What the upper catalogue does not know of an item stays as the hall has it. */
export function keepHallPart(
  item: ServiceItem,
  before: ServiceItem | null,
  { topics }: Pick<Codes, 'topics'>,
): ServiceItem {
  if (before === null) return item;
  const theirs = new Set(Object.values(topics));
  const lines = (now: readonly Words[], then: readonly Words[]) => now.map((words) => english(words, then));
  return {
    ...item,
    name: english(item.name, [before.name]),
    keywords: [...new Set([...item.keywords, ...before.keywords])].slice(0, 30),
    topics: [...item.topics, ...before.topics.filter((id) => !theirs.has(id))].slice(0, 20),
    address: english(item.address, [before.address]),
    hours: english(item.hours, [before.hours]),
    conditions: lines(item.conditions, before.conditions),
    basis: lines(item.basis, before.basis),
    materials: item.materials.map((m) => {
      const then = before.materials.find((b) => b.name.zh === m.name.zh);
      return then === undefined ? m : { ...m, name: then.name, sample: then.sample };
    }),
    process: item.process.map((s) => ({
      ...s,
      name: english(
        s.name,
        before.process.map((b) => b.name),
      ),
    })),
    windows: before.windows,
    flowId: before.flowId,
    bookable: before.bookable,
  };
}
