import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Transaction } from 'kysely';
import type { Role } from '../../contracts/hub/console-api.ts';
import { CannotStart } from '../cannot-start.ts';
import { sealApplicant } from '../cases/applicant.ts';
import { HUB_ACTOR } from '../console/actor.ts';
import { newSecret } from '../console/auth/secret.ts';
import { newEnrolmentCode } from '../console/terminals/enrolment-code.ts';
import { createUser } from '../console/users/accounts.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { secretHash } from '../secret-hash.ts';
import { terminalRow } from '../terminals/row.ts';
import { seedApplications } from './applications.ts';
import { seedBookings } from './bookings.ts';
import { demoCases } from './cases.ts';
import { seedCatalogue } from './catalogue.ts';
import { seedPetitions } from './petitions.ts';
import { putHistory } from './put-history.ts';
import {
  DEMO_KIOSK,
  DEMO_WINDOW,
  type DemoAccess,
  type DemoHall,
  demoAccess,
  loadDemoHall,
  loadNationalTags,
  pictureType,
  readPicture,
  terminalAt,
} from './schema.ts';
import { seedUpperSystems } from './upper-systems.ts';

const ENROLMENT_MS = 365 * 86_400_000;
const PAST_RATINGS = 400;
const PAST_DAYS = 90;
const ACCOUNTS: readonly { login: string; name: string; role: Role }[] = [
  { login: 'admin.demo', name: '演示管理员', role: 'admin' },
  { login: 'clerk.demo', name: '演示受理员', role: 'clerk' },
  { login: 'rating.demo', name: '演示评价专员', role: 'rating' },
  { login: 'tech.demo', name: '演示技术员', role: 'technician' },
  { login: 'view.demo', name: '演示查看', role: 'viewer' },
];

/**
 * Fills an empty database with the demonstration hall; one that holds a hall already is left as it is. The secrets are
 * on disk before the database knows them, and are used again: an interrupted start is made good by the next. Throws
 * `CannotStart` where their file is damaged.
 */
export async function seedDemo(context: HubContext): Promise<DemoAccess> {
  const file = join(context.config.dataDir, 'demo-access.json');
  const kept = readAccess(file);
  const filled = await context.db.selectFrom('hall').select('id').executeTakeFirst();
  if (filled !== undefined) return kept ?? { console: [], terminals: [], counter: [] };
  const hall = loadDemoHall();
  const access = kept ?? newAccess(hall);
  if (kept === null) writeFileSync(file, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });
  await createAccounts(context, access);
  await context.db.transaction().execute(async (trx) => {
    await seedHall(trx, hall);
    await seedPeople(trx, hall);
    await seedScreens(trx, hall);
    await seedCases(trx, context, hall);
    await seedApplications(trx, context, hall);
    await seedBookings(trx);
    await seedCatalogue(trx, context, hall);
    await seedPetitions(trx, context);
    await seedUpperSystems(trx);
    await seedAccess(trx, context, access);
    await seedPast(trx, context, hall);
  });
  return access;
}

function readAccess(file: string): DemoAccess | null {
  if (!existsSync(file)) return null;
  try {
    return demoAccess.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new CannotStart(`${file} is damaged; remove it together with the demonstration's database`);
  }
}

const newAccess = (hall: DemoHall): DemoAccess => ({
  console: ACCOUNTS.map(({ login, role }) => ({ login, role, password: newPassword() })),
  terminals: [
    { terminalId: terminalAt(hall, DEMO_WINDOW), windowId: DEMO_WINDOW, enrolmentCode: newEnrolmentCode() },
    { terminalId: DEMO_KIOSK, windowId: hall.kioskPlace.id, enrolmentCode: newEnrolmentCode() },
  ],
  counter: hall.windows
    .toSorted((a, b) => Number(b.id === DEMO_WINDOW) - Number(a.id === DEMO_WINDOW))
    .map((w) => ({ windowId: w.id, token: newSecret() })),
});

/** The beginning makes three kinds of characters sure. */
const newPassword = (): string => `Demo-${randomBytes(9).toString('base64url')}`;
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

async function createAccounts(context: HubContext, access: DemoAccess): Promise<void> {
  for (const { login, password, role } of access.console) {
    const name = ACCOUNTS.find((a) => a.login === login)?.name ?? login;
    const user = { login, name, role, password, mustChange: false };
    const made = await createUser(context, user, { login: HUB_ACTOR, ip: null });
    // From a start that was interrupted: the same secrets.
    if (!made.ok && made.error.code !== 'user.exists')
      throw new Error(`demonstration account: ${made.error.code}`);
  }
}

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
      [...hall.windows, hall.kioskPlace].map((w) => ({
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
    applicant: sealApplicant(secrets, c.caseNo, c.applicant),
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
      .values(terminalRow({ id: t.terminalId, window_id: t.windowId }))
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
        created_by: HUB_ACTOR,
      })),
    )
    .execute();
}

/**
 * What happened before: ratings of every window, and the pads that sent them. Those pads are switched off, and wait
 * for whoever wants to enrol them anew.
 */
async function seedPast(
  trx: Transaction<Database>,
  { secrets, now }: HubContext,
  hall: DemoHall,
): Promise<void> {
  const from = { hall, tags: loadNationalTags() };
  await putHistory(trx, secrets, from, { count: PAST_RATINGS, days: PAST_DAYS, until: now() });
  const lastSeen = await trx
    .selectFrom('rating')
    .select(['window_id', 'terminal_id', 'epoch', 'app'])
    .select((eb) => eb.fn.max('received_at').as('last_seen_at'))
    .where('window_id', '!=', DEMO_WINDOW)
    .groupBy(['window_id', 'terminal_id', 'epoch', 'app'])
    .execute();
  for (const { terminal_id: id, ...rest } of lastSeen)
    await trx
      .insertInto('terminal')
      .values(terminalRow({ id, ...rest }))
      .execute();
}
