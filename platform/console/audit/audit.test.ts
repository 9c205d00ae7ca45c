import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CommandLine } from '../command-line.ts';
import { consoleParts, emptyConsole, type Parts } from '../testing/parts.ts';
import { appendAudit } from './append.ts';
import { verifyAudit } from './check.ts';
import { searchAudit } from './search.ts';
import { verifyCommand } from './verify.ts';

let parts: Parts;
beforeAll(async () => {
  parts = await consoleParts();
});
beforeEach(() => emptyConsole(parts.hub));
afterAll(() => parts.close());

const write = (n: number) =>
  appendAudit(parts.hub, {
    actor: 'chen',
    action: 'test.write',
    target: `t${n}`,
    result: 'ok',
    ip: '10.0.0.5',
    detail: { n, flag: true, none: null, words: '一窗受理 "x" \\ \u2028' },
  });

/** Runs a change that only somebody with the database's own rights can make. */
async function tamper(statement: string): Promise<void> {
  await parts.hub.db.transaction().execute(async (trx) => {
    await sql.raw('set local session_replication_role = replica').execute(trx);
    await sql.raw(statement).execute(trx);
  });
}

describe('appending', () => {
  it('makes one chain that verifies, also from many writers at once', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => write(i)));
    const verdict = await verifyAudit(parts.hub.db);
    expect(verdict).toMatchObject({ intact: true, rows: 40 });
  });

  it('stands or falls with the caller’s transaction', async () => {
    const failed = parts.hub.db.transaction().execute(async (trx) => {
      await appendAudit(parts.hub, { actor: 'hub', action: 'test.trx', result: 'ok' }, trx);
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    await write(1);
    expect(await verifyAudit(parts.hub.db)).toMatchObject({ intact: true, rows: 1 });
  });

  it('keeps any text in a form that still verifies', async () => {
    await appendAudit(parts.hub, {
      actor: 'a\0b',
      action: 'test.odd',
      target: '\ud800 lone',
      result: 'refused',
      detail: { long: 'x'.repeat(1000), quote: `'; drop table audit; --`, big: 1e21, small: 0.1 },
    });
    expect(await verifyAudit(parts.hub.db)).toMatchObject({ intact: true, rows: 1 });
    const { detail } = await parts.hub.db.selectFrom('audit').select('detail').executeTakeFirstOrThrow();
    expect(detail).toMatchObject({ long: 'x'.repeat(300), quote: `'; drop table audit; --` });
  });
});

describe('the log is append-only', () => {
  it.each([
    ['update', `update audit set actor = 'nobody'`],
    ['delete', 'delete from audit'],
    ['truncate', 'truncate audit'],
  ])('%s is refused', async (_name, statement) => {
    await write(1);
    await expect(sql.raw(statement).execute(parts.hub.db)).rejects.toThrow('audit is append-only');
  });

  it('cannot fork: a second row after the same row is refused', async () => {
    await write(1);
    await write(2);
    const fork = `insert into audit (actor, action, result, previous, hash)
      select 'x', 'x', 'ok', previous, '\\x00' from audit where previous is not null limit 1`;
    await expect(sql.raw(fork).execute(parts.hub.db)).rejects.toThrow('audit_previous');
  });
});

describe('verifying names the first row that is broken', () => {
  beforeEach(async () => {
    for (let i = 1; i <= 5; i += 1) await write(i);
  });

  it.each([
    ['another actor', `update audit set actor = 'wang' where id = 3`, 3, 'content'],
    ['another time', `update audit set at = at + interval '1 millisecond' where id = 2`, 2, 'content'],
    ['another detail', `update audit set detail = '{"n": 4}' where id = 4`, 4, 'content'],
    ['a removed row', 'delete from audit where id = 3', 4, 'link'],
    ['a removed beginning', 'delete from audit where id = 1', 2, 'link'],
    ['another hash', `update audit set hash = sha256('x') where id = 3`, 3, 'content'],
  ])('%s', async (_name, statement, id, why) => {
    await tamper(statement);
    expect(await verifyAudit(parts.hub.db)).toEqual({ intact: false, id, why });
  });

  it('a cut end, by the head that was noted before', async () => {
    const before = await verifyAudit(parts.hub.db);
    if (!before.intact || !before.head) throw new Error('no head');
    await tamper('delete from audit where id = 5');
    expect(await verifyAudit(parts.hub.db)).toMatchObject({ intact: true, rows: 4 });
    expect(await verifyAudit(parts.hub.db, before.head)).toEqual({ intact: false, id: 5, why: 'missing' });
  });

  it('stays intact while rows are added after the noted head', async () => {
    const before = await verifyAudit(parts.hub.db);
    if (!before.intact || !before.head) throw new Error('no head');
    await write(6);
    expect(await verifyAudit(parts.hub.db, before.head)).toMatchObject({ intact: true, rows: 6 });
  });
});

describe('the command', () => {
  async function run(args: string[], env: CommandLine['env']): Promise<{ code: number; said: string }> {
    const said: string[] = [];
    const code = await verifyCommand({ args, env, say: (line) => said.push(line), readLine: async () => '' });
    return { code, said: said.join('\n') };
  }
  const env = () => ({ DATABASE_URL: parts.hub.connectionString });

  it('says how many rows are intact, and the head to note', async () => {
    await write(1);
    const { code, said } = await run([], env());
    expect(code).toBe(0);
    expect(said).toMatch(/^Audit log intact: 1 rows, head 1:[0-9a-f]{64}$/);
    const head = said.split('head ')[1] ?? '';
    expect((await run(['--head', head], env())).code).toBe(0);
    expect((await run(['--head', head.replace(/.$/, head.endsWith('0') ? '1' : '0')], env())).code).toBe(1);
  });

  it('ends with 1 and names the row when the log is broken', async () => {
    await write(1);
    await tamper(`update audit set actor = 'wang'`);
    expect(await run([], env())).toEqual({
      code: 1,
      said: 'Audit log broken at row 1: its content was changed.',
    });
  });

  it('ends with 2 and one line when it cannot look', async () => {
    expect((await run([], {})).code).toBe(2);
    expect((await run(['--head', 'nonsense'], env())).code).toBe(2);
    expect((await run([], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })).code).toBe(2);
  });
});

describe('searching', () => {
  it('filters, pages by cursor, and takes odd words for words', async () => {
    for (let i = 1; i <= 120; i += 1) {
      await appendAudit(parts.hub, {
        actor: i % 2 ? 'chen' : 'wang',
        action: i % 3 ? 'user.update' : 'session.login',
        result: 'ok',
      });
      parts.pass(1000);
    }
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await searchAudit(parts.hub, { actor: 'chen' }, after);
      if (!page.ok) throw new Error(page.error.code);
      seen.push(...page.value.rows.map((r) => r.id));
      if (page.value.next === null) break;
      after = page.value.next;
    }
    expect(seen).toHaveLength(60);
    expect(seen).toEqual([...seen].sort((a, b) => Number(b) - Number(a)));
    expect(new Set(seen).size).toBe(60);

    const start = parts.hub.now().getTime() - 10_000;
    const late = await searchAudit(parts.hub, { action: 'session.login', fromMs: start, toMs: 8.64e15 });
    expect(late).toMatchObject({ ok: true, value: { next: null } });
    expect(late.ok && late.value.rows.length).toBe(4);
    for (const actor of [`' or 1=1 --`, 'a\0b', '%', '\ud800'])
      expect(await searchAudit(parts.hub, { actor })).toEqual({ ok: true, value: { rows: [], next: null } });
    expect(await searchAudit(parts.hub, {}, 'forged')).toMatchObject({
      ok: false,
      error: { code: 'input.invalid' },
    });
  });
});
