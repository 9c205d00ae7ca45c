import { createHash } from 'node:crypto';
import type { HubContext } from '../context.ts';

/** The hall that `testHub()` starts with. Every name is invented. */
export const HALL = {
  department: 'gs',
  /** `w1` has two staff, of whom `s1` is on duty; `w2` has one, and nobody on duty. */
  windows: ['w1', 'w2'],
  staff: [
    { id: 's1', no: 'A001', name: '测试甲' },
    { id: 's2', no: 'A002', name: '测试乙' },
  ],
  item: 'item-1',
  /** Cases 1–8 at w1, 9–10 at w2; stage 2 (办结). */
  cases: Array.from({ length: 10 }, (_, i) => `WD2026-${String(i + 1).padStart(4, '0')}`),
  tagSetVersion: 'test.1',
  /** Tokens of the counters, by window. */
  counterTokens: { w1: 'counter-token-of-w1', w2: 'counter-token-of-w2' },
} as const;

export const caseAt = (index: number): string => HALL.cases[index] ?? '';

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
export const PHOTO = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>');

/** Fills an empty database with `HALL`. */
export async function seedHall(context: Pick<HubContext, 'db' | 'now' | 'secrets'>): Promise<void> {
  const { db, now } = context;
  const photo = createHash('sha256').update(PHOTO).digest();
  const department_id = HALL.department;
  await db
    .insertInto('hall')
    .values({ id: 1, name_zh: '测试政务服务大厅', name_en: 'Test hall', phone: '0375-1234567' })
    .execute();
  await db
    .insertInto('department')
    .values({ id: department_id, name_zh: '市场监管局', name_en: 'Market regulation' })
    .execute();
  await db
    .insertInto('service_window')
    .values(
      HALL.windows.map((id, i) => ({
        id,
        no: String(i + 1),
        name_zh: `${i + 1}号窗口`,
        name_en: `Window ${i + 1}`,
        department_id,
      })),
    )
    .execute();
  await db
    .insertInto('asset')
    .values({ sha256: photo, type: 'image/svg+xml', size: PHOTO.length, bytes: PHOTO })
    .execute();
  await db
    .insertInto('staff')
    .values(
      HALL.staff.map((s, i) => ({
        ...s,
        title_zh: '窗口人员',
        title_en: 'Clerk',
        stars: 4,
        photo_sha256: i === 0 ? photo : null,
        department_id,
      })),
    )
    .execute();
  await db
    .insertInto('window_staff')
    .values([
      { window_id: 'w1', staff_id: 's1' },
      { window_id: 'w1', staff_id: 's2' },
      { window_id: 'w2', staff_id: 's2' },
    ])
    .execute();
  await db.insertInto('window_duty').values({ window_id: 'w1', staff_id: 's1' }).execute();
  await db
    .insertInto('service_item')
    .values({ code: HALL.item, name_zh: '企业设立登记', name_en: 'Company registration', department_id })
    .execute();
  await db
    .insertInto('hall_case')
    .values(
      HALL.cases.map((case_no, i) => ({
        case_no,
        item_code: HALL.item,
        department_id,
        window_id: i < 8 ? 'w1' : 'w2',
        staff_id: i < 8 ? 's1' : 's2',
        stage: 2 as const,
        applicant: null,
        handled_at: now(),
      })),
    )
    .execute();
  const tags = ['510', '410', '310', '210', '110'].map((code) => ({
    code,
    zh: `标签${code}`,
    en: `Tag ${code}`,
  }));
  await db
    .insertInto('tag_set')
    .values({
      version: HALL.tagSetVersion,
      body: JSON.stringify({ version: HALL.tagSetVersion, tags }),
      active: true,
    })
    .execute();
  await db
    .insertInto('counter_token')
    .values(
      Object.entries(HALL.counterTokens).map(([window_id, token]) => ({
        window_id,
        token_sha256: sha256(token),
        created_by: 'test',
      })),
    )
    .execute();
}
