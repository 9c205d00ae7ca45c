import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Transaction } from 'kysely';
import type { Role } from '../../contracts/hub/console-api.ts';
import { HUB_ACTOR } from '../console/actor.ts';
import { createUser } from '../console/users/accounts.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { secretHash } from '../secret-hash.ts';
import { demoCases } from './cases.ts';
import { type DemoHall, loadDemoHall, loadNationalTags, pictureType, readPicture } from './schema.ts';

/** Who may do what in the demonstration; `npm start` prints it. Kept in `<dataDir>/demo-access.json` (0600). */
export interface DemoAccess {
  console: { login: string; password: string; role: Role }[];
  terminals: { terminalId: string; windowId: string; enrolmentCode: string }[];
  counter: { windowId: string; token: string }[];
}

/** The window where the demonstration's pad stands. */
export const DEMO_WINDOW = 'w03';
const DEMO_TERMINAL = 'pad-01';
const ENROLMENT_MS = 365 * 86_400_000;
const ACCOUNTS: readonly { login: string; name: string; role: Role }[] = [
  { login: 'admin.demo', name: '演示管理员', role: 'admin' },
  { login: 'rating.demo', name: '演示评价专员', role: 'rating' },
  { login: 'tech.demo', name: '演示技术员', role: 'technician' },
  { login: 'view.demo', name: '演示查看', role: 'viewer' },
];

/** Fills an empty database with the demonstration hall; one that holds a hall already is left as it is. */
export async function seedDemo(context: HubContext): Promise<DemoAccess> {
  const path = join(context.config.dataDir, 'demo-access.json');
  const known = await context.db.selectFrom('hall').select('id').executeTakeFirst();
  if (known !== undefined)
    return existsSync(path)
      ? JSON.parse(readFileSync(path, 'utf8'))
      : { console: [], terminals: [], counter: [] };

  const hall = loadDemoHall();
  const access: DemoAccess = {
    console: ACCOUNTS.map(({ login, role }) => ({ login, role, password: secret('Demo-', 9) })),
    terminals: [{ terminalId: DEMO_TERMINAL, windowId: DEMO_WINDOW, enrolmentCode: secret('', 15) }],
    counter: hall.windows.map((w) => ({ windowId: w.id, token: secret('', 24) })),
  };
  access.counter.sort((a, b) => Number(b.windowId === DEMO_WINDOW) - Number(a.windowId === DEMO_WINDOW));
  // Written first: a database whose passwords nobody knows would be of no use.
  writeFileSync(path, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });
  for (const account of ACCOUNTS) {
    const password = access.console.find((a) => a.login === account.login)?.password ?? '';
    const made = await createUser(
      context,
      { ...account, password, mustChange: false },
      { login: HUB_ACTOR, ip: null },
    );
    if (!made.ok && made.error.code !== 'user.exists')
      throw new Error(`demonstration account: ${made.error.code}`);
  }
  await context.db.transaction().execute(async (trx) => {
    await seedHall(trx, hall);
    await seedPeople(trx, hall);
    await seedScreens(trx, hall);
    await seedCases(trx, context, hall);
    await seedAccess(trx, context, access);
  });
  return access;
}

const secret = (prefix: string, bytes: number): string =>
  `${prefix}${randomBytes(bytes).toString('base64url')}`;
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

async function seedHall(trx: Transaction<Database>, hall: DemoHall): Promise<void> {
  const { name, phone } = hall.hall;
  await trx.insertInto('hall').values({ id: 1, name_zh: name.zh, name_en: name.en, phone }).execute();
  await trx
    .insertInto('department')
    .values(hall.departments.map((d) => ({ id: d.id, name_zh: d.zh, name_en: d.en })))
    .execute();
  await trx
    .insertInto('service_window')
    .values(
      hall.windows.map((w) => ({
        id: w.id,
        no: w.no,
        name_zh: w.zh,
        name_en: w.en,
        department_id: w.department,
      })),
    )
    .execute();
  await trx
    .insertInto('service_item')
    .values(
      hall.items.map((i) => ({ code: i.code, name_zh: i.zh, name_en: i.en, department_id: i.department })),
    )
    .execute();
  const tags = loadNationalTags();
  await trx
    .insertInto('tag_set')
    .values({ version: tags.version, body: JSON.stringify(tags), active: true })
    .execute();
}

async function putPicture(trx: Transaction<Database>, path: string): Promise<Buffer> {
  const bytes = readPicture(path);
  const hash = sha256(bytes);
  await trx
    .insertInto('asset')
    .values({ sha256: hash, type: pictureType(path), size: bytes.length, bytes })
    .onConflict((oc) => oc.doNothing())
    .execute();
  return hash;
}

async function seedPeople(trx: Transaction<Database>, hall: DemoHall): Promise<void> {
  for (const s of hall.staff) {
    const photo = await putPicture(trx, s.photo);
    await trx
      .insertInto('staff')
      .values({
        id: s.id,
        no: s.no,
        name: s.name,
        title_zh: s.title.zh,
        title_en: s.title.en,
        stars: s.stars,
        photo_sha256: photo,
        department_id: s.department,
      })
      .execute();
    await trx
      .insertInto('window_staff')
      .values(s.windows.map((window_id) => ({ window_id, staff_id: s.id })))
      .execute();
  }
  const duty = hall.windows.map((w) => ({
    window_id: w.id,
    staff_id: hall.staff.find((s) => s.windows.includes(w.id))?.id ?? null,
  }));
  await trx.insertInto('window_duty').values(duty).execute();
}

async function seedScreens(trx: Transaction<Database>, hall: DemoHall): Promise<void> {
  for (const [position, s] of hall.slides.entries()) {
    const asset_sha256 = await putPicture(trx, s.image);
    const { zh: title_zh, en: title_en } = s.title;
    await trx
      .insertInto('slide')
      .values({ id: s.id, title_zh, title_en, asset_sha256, seconds: s.seconds, position })
      .execute();
  }
  const notices = hall.notices.map((n, position) => ({
    id: n.id,
    title_zh: n.title.zh,
    title_en: n.title.en,
    body_zh: n.body.zh,
    body_en: n.body.en,
    position,
  }));
  await trx.insertInto('notice').values(notices).execute();
}

async function seedCases(
  trx: Transaction<Database>,
  { secrets, now }: HubContext,
  hall: DemoHall,
): Promise<void> {
  const rows = demoCases(hall, now()).map((c) => ({
    case_no: c.caseNo,
    item_code: c.itemCode,
    department_id: c.departmentId,
    window_id: c.windowId,
    staff_id: c.staffId,
    stage: c.stage,
    applicant: secrets.seal(Buffer.from(JSON.stringify(c.applicant)), `case.applicant:${c.caseNo}`),
    handled_at: c.handledAt,
  }));
  await trx.insertInto('hall_case').values(rows).execute();
}

async function seedAccess(
  trx: Transaction<Database>,
  { now }: HubContext,
  access: DemoAccess,
): Promise<void> {
  for (const t of access.terminals) {
    await trx
      .insertInto('terminal')
      .values({
        id: t.terminalId,
        window_id: t.windowId,
        state: 'enrolling',
        public_key: null,
        enrolled_at: null,
        last_seen_at: null,
        app: null,
        epoch: null,
        fault: null,
        clock_offset_ms: null,
      })
      .execute();
    await trx
      .insertInto('enrolment')
      .values({
        terminal_id: t.terminalId,
        code_sha256: secretHash(t.enrolmentCode),
        expires_at: new Date(now().getTime() + ENROLMENT_MS),
        used_at: null,
      })
      .execute();
  }
  await trx
    .insertInto('counter_token')
    .values(
      access.counter.map((c) => ({
        window_id: c.windowId,
        token_sha256: secretHash(c.token),
        created_by: 'demo',
      })),
    )
    .execute();
}
