import type { Applicant } from '../cases/applicant.ts';
import type { DemoHall } from './schema.ts';

/** A case (办件) of the demonstration hall with its invented applicant. */
export interface DemoCase {
  caseNo: string;
  itemCode: string;
  departmentId: string;
  windowId: string;
  staffId: string;
  stage: 1 | 2;
  handledAt: Date;
  applicant: Applicant;
}

const COUNT = 120;
const EVERY_MS = 37 * 60_000;
/** Of the 17 digits before the check digit. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Check digit (校验码) over the first 17 digits of a resident's number, by GB 11643. */
export function checkDigit(digits: string): string {
  const sum = [...digits].reduce((s, digit, i) => s + Number(digit) * (WEIGHTS[i] ?? 0), 0);
  return '10X98765432'.charAt(sum % 11);
}

/** A resident's number with a right check digit and a region, 999999, that does not exist: nobody's. */
export function demoIdNumber(serial: number): string {
  const year = 1945 + ((serial * 7) % 60);
  const digits = `999999${year}0${1 + (serial % 9)}1${serial % 10}${String(serial % 1_000).padStart(3, '0')}`;
  return digits + checkDigit(digits);
}

/** The same cases at every call but for their times, which lead up to `now`. */
export function demoCases(hall: DemoHall, now: Date): DemoCase[] {
  return Array.from({ length: COUNT }, (_, i) => {
    const window = hall.windows[i % hall.windows.length];
    const items = hall.items.filter((item) => item.department === window?.department);
    const staff = hall.staff.filter((s) => s.windows.includes(window?.id ?? ''));
    const item = items[Math.floor(i / hall.windows.length) % Math.max(1, items.length)];
    const clerk = staff[i % Math.max(1, staff.length)];
    if (window === undefined || item === undefined || clerk === undefined)
      throw new Error(`the demonstration hall has no item or nobody at window ${window?.id}`);
    return {
      caseNo: `WD2026${String(100_001 + i)}`,
      itemCode: item.code,
      departmentId: window.department,
      windowId: window.id,
      staffId: clerk.id,
      stage: i % 3 === 0 ? 1 : 2,
      handledAt: new Date(now.getTime() - i * EVERY_MS),
      applicant: {
        name: `演示申请人${i + 1}`,
        idNumber: demoIdNumber(i + 1),
        phone: `100${String(i + 1).padStart(8, '0')}`,
      },
    };
  });
}
