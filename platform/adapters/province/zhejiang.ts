import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { ProvinceRecord } from './adapter.ts';
import type { RelaySettings } from './settings.ts';

/** What the hub knows of a rating that goes out. */
export interface OutgoingRating {
  level: number;
  tags: readonly string[];
  text: string;
  anonymous: boolean;
  channel: number;
  stage: 1 | 2;
  at: Date;
  caseNo: string;
  itemCode: string | null;
  itemName: string | null;
  departmentId: string;
  departmentName: string;
  staffName: string | null;
  handledAt: Date | null;
  applicant: { name: string; idNumber: string } | null;
}

/**
 * The record of the published Zhejiang interface `offlinereport` (fields as there). The detail of a failure names what
 * is missing in the settings.
 */
export function toOfflineReport(r: OutgoingRating, s: RelaySettings): Result<ProvinceRecord> {
  const deptCode = s.departments[r.departmentId];
  if (deptCode === undefined) return fail('input.invalid', `departments.${r.departmentId}`);
  const applicant = r.anonymous || !s.sendApplicant ? null : r.applicant;
  return ok({
    areaCode: s.areaCode,
    areaName: s.areaName,
    deptCode,
    taskCode: r.itemCode ?? '',
    taskHandleItem: r.itemCode ?? '',
    taskName: r.itemName ?? '',
    subMatter: r.itemName ?? '',
    projectNo: r.caseNo,
    proStatus: s.stages[r.stage],
    proDepartCode: deptCode,
    proDepart: r.departmentName,
    proManager: r.staffName ?? '',
    userProp: s.userProp,
    certkeyGOV: applicant?.idNumber ?? '',
    userName: applicant?.name ?? '',
    pf: s.channels[r.channel] ?? String(r.channel),
    satisfaction: String(r.level),
    evalDetail: r.tags.join(','),
    writingEvaluation: r.text,
    assessTime: localTime(r.at, s.timeZone),
    assessNumber: '1',
    appStatus: s.appStatus,
    acceptDate: r.handledAt === null ? '' : localTime(r.handledAt, s.timeZone),
    promiseTime: s.promiseTime,
    dataSource: s.dataSource,
  });
}

/** yyyy-MM-dd HH:mm:ss */
export function localTime(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const of = (type: string): string => parts.find((p) => p.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}:${of('second')}`;
}
