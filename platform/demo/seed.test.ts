import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { caseState } from '../../contracts/hub/applications-api.ts';
import { type RatingFilter, ratingStory as ratingStoryShape } from '../../contracts/hub/console-api.ts';
import { ratingBody } from '../../contracts/rating.ts';
import { openApplicant } from '../cases/applicant.ts';
import { verifyPassword } from '../console/auth/password.ts';
import { listRatings } from '../console/ratings/list.ts';
import { ratingStory } from '../console/ratings/story.ts';
import { listTerminals } from '../console/terminals/list.ts';
import { inboxBinding } from '../ingest/rows.ts';
import { buildReference } from '../reference/build.ts';
import { createRequest } from '../requests/create.ts';
import { enrol } from '../terminals/enrol.ts';
import { type TestContext, testContext } from '../testing/hub.ts';
import { newTerminal } from '../testing/terminals.ts';
import { putHistory } from './put-history.ts';
import { DEMO_WINDOW, type DemoAccess, loadDemoHall, loadNationalTags } from './schema.ts';
import { seedDemo } from './seed.ts';

const NOW = new Date('2026-11-24T06:00:00Z');

/** A hub without any row, with a data folder of its own. */
async function emptyHub(): Promise<TestContext> {
  const context = await testContext({ seeded: false, now: () => NOW });
  return { ...context, config: { ...context.config, dataDir: mkdtempSync(join(tmpdir(), 'demo-seed-')) } };
}
async function end(hub: TestContext): Promise<void> {
  await hub.close();
  rmSync(hub.config.dataDir, { recursive: true, force: true });
}
const accessFile = (hub: TestContext): string => join(hub.config.dataDir, 'demo-access.json');
async function count(hub: TestContext, table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
    hub.db,
  );
  return rows[0]?.n ?? -1;
}

describe('a seeded hub', () => {
  let hub: TestContext;
  let access: DemoAccess;
  beforeAll(async () => {
    hub = await emptyHub();
    access = await seedDemo(hub);
  });
  afterAll(() => end(hub));

  test('fills an empty database, once', async () => {
    const tables = [
      'department',
      'service_window',
      'staff',
      'service_item',
      'hall_case',
      'slide',
      'notice',
      'rating',
    ];
    const counts = await Promise.all(tables.map((t) => count(hub, t)));
    // 120 of the windows, 14 that the kiosk brought.
    expect(counts).toEqual([12, 21, 30, 60, 134, 4, 3, 400]);
    expect(await seedDemo(hub)).toEqual(access);
    expect(await Promise.all(tables.map((t) => count(hub, t)))).toEqual(counts);
    expect(await count(hub, 'console_user')).toBe(5);
  });

  test('has cases of the kiosk in every state', async () => {
    const files = await hub.db.selectFrom('case_file').select(['state', 'item_known']).execute();
    expect(new Set(files.map((f) => f.state))).toEqual(new Set(caseState.options));
    expect(files.every((f) => f.item_known)).toBe(true);
  });

  test('leaves the sign-ins in a file of the owner alone, and they work', async () => {
    const file = accessFile(hub);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(access);
    expect(access.console.map((a) => a.role).toSorted()).toEqual([
      'admin',
      'clerk',
      'rating',
      'technician',
      'viewer',
    ]);
    const users = await hub.db.selectFrom('console_user').selectAll().execute();
    for (const { login, password } of access.console) {
      const user = users.find((u) => u.login === login);
      expect(user?.must_change).toBe(false);
      expect(await verifyPassword(user?.password_hash ?? '', password)).toBe(true);
    }
    expect(access.counter[0]?.windowId).toBe(DEMO_WINDOW);
    expect(access.counter).toHaveLength(20);
  });

  test('the pad at the demonstration’s window can enrol, and is told all it shows', async () => {
    const [pad] = access.terminals;
    const { publicKey } = newTerminal();
    const code = pad?.enrolmentCode ?? '';
    expect(await enrol(hub, { terminalId: 'pad-01', code, publicKey }, '127.0.0.1')).toEqual({
      ok: true,
      value: { windowId: DEMO_WINDOW },
    });
    const reference = await buildReference(hub, DEMO_WINDOW);
    expect(reference?.staff.length).toBeGreaterThan(0);
    expect(reference?.staff.every((s) => s.photo?.type === 'image/svg+xml')).toBe(true);
    expect(reference?.staffOnDuty).toBe(reference?.staff[0]?.id);
    expect([reference?.slides.length, reference?.notices.length, reference?.tagSet.tags.length]).toEqual([
      4, 3, 40,
    ]);
    const wish = { windowId: DEMO_WINDOW, caseNo: 'WD2026100003', stage: 2, source: 'page' } as const;
    const request = await createRequest(hub, wish);
    expect(request.ok && request.value.case.itemName).toBeTruthy();
  });

  test('every window’s reference data fit the contract', async () => {
    for (const w of loadDemoHall().windows) expect((await buildReference(hub, w.id))?.window.id).toBe(w.id);
  });

  test('applicants are sealed', async () => {
    const all = await hub.db.selectFrom('hall_case').select(['case_no', 'applicant']).execute();
    for (const { case_no, applicant } of all) {
      expect(applicant?.includes('演示')).toBe(false);
      expect(openApplicant(hub.secrets, case_no, applicant ?? Buffer.alloc(0))?.name).toContain('演示');
    }
  });

  test('past ratings are as if they had come in: bodies open, hashes are right, the counted are unique', async () => {
    const inbox = await hub.db.selectFrom('inbox').selectAll().execute();
    expect(inbox).toHaveLength(400);
    for (const r of inbox) {
      const body = hub.secrets.open(r.body, inboxBinding(r.terminal_id, r.epoch, r.seq));
      expect(createHash('sha256').update(body).digest().equals(r.sha256)).toBe(true);
      const parsed = ratingBody.parse(JSON.parse(body.toString('utf8')));
      expect(parsed.level).toBeGreaterThan(0);
    }
    const terminals = await listTerminals(hub);
    // A pad at each window, and the kiosk.
    expect(terminals).toHaveLength(21);
    expect(terminals.filter((t) => t.state === 'offline')).toHaveLength(19);
  });
});

describe('an empty hub', () => {
  let hub: TestContext;
  beforeEach(async () => {
    hub = await emptyHub();
  });
  afterEach(() => end(hub));

  test('an interrupted start is made good by the next, with the same secrets', async () => {
    await sql`alter table notice rename to notice_away`.execute(hub.db);
    await expect(seedDemo(hub)).rejects.toThrow();
    expect(await count(hub, 'hall')).toBe(0);
    const kept = JSON.parse(readFileSync(accessFile(hub), 'utf8'));
    await sql`alter table notice_away rename to notice`.execute(hub.db);
    expect(await seedDemo(hub)).toEqual(kept);
    const user = await hub.db
      .selectFrom('console_user')
      .selectAll()
      .where('login', '=', 'admin.demo')
      .executeTakeFirst();
    expect(await verifyPassword(user?.password_hash ?? '', kept.console[0].password)).toBe(true);
  });

  test('a damaged file is named in one line', async () => {
    writeFileSync(accessFile(hub), '{"console":');
    await expect(seedDemo(hub)).rejects.toThrow(/demo-access\.json is damaged/);
  });

  test('the console tells the story of every kind of past rating', async () => {
    await seedDemo(hub);
    const from = { hall: loadDemoHall(), tags: loadNationalTags() };
    const until = new Date('2025-06-30T06:00:00Z');
    await putHistory(hub.db, hub.secrets, from, { count: 4_000, until, seed: 'earlier' });
    const login = 'rating.demo';
    const user = { id: hub.newId(), login, name: '演示', role: 'rating', mustChangePassword: false } as const;
    const filters: RatingFilter[] = [
      { levels: [1] },
      { levels: [5] },
      { status: 'duplicate' },
      { relay: 'refused' },
    ];
    for (const filter of filters) {
      const page = await listRatings(hub, filter);
      const row = page.ok ? page.value.rows[0] : undefined;
      if (row === undefined) throw new Error(`no past rating for ${JSON.stringify(filter)}`);
      expect(row.staffName).toBeTruthy();
      const told = await ratingStory(hub, row.id, { user, actor: { login, ip: null } });
      if (!told.ok) throw new Error(told.error.code);
      expect(ratingStoryShape.parse(told.value)).toEqual(told.value);
      expect(told.value.text !== null).toBe(row.hasText);
      const steps = told.value.steps.map((s) => s.what);
      expect(steps.indexOf('saved')).toBeLessThan(steps.indexOf('received'));
      if (row.source === 'request') expect(steps.slice(0, 3)).toEqual(['requested', 'rung', 'opened']);
      if (row.relay === 'refused') expect(steps.at(-1)).toBe('relayRefused');
      if (row.status === 'duplicate') expect(told.value.duplicateOf).not.toBeNull();
    }
  });
});
