import type { Database } from 'better-sqlite3';
import { uuidOf } from '../../testing/sample.ts';
import { bodyBinding, digest } from '../outbox.ts';
import { deriveKey, seal, sealKey } from '../seal.ts';
import { MIGRATIONS } from './index.ts';

/**
 * One builder per schema version: fills a database of just that version with a row of every kind and state. A builder
 * that has shipped is never changed; whoever adds migration N adds builder N, written in the SQL of its own time.
 */
export const FIXTURES: readonly ((db: Database, key: Uint8Array) => void)[] = [version1, version2, version3];

export const FIXTURE_TERMINAL = 'pad-01';
export const FIXTURE_EPOCH = '00000000-0000-4000-8000-000000000001';
/** Bodies of the rows that wait, by seq. */
export const FIXTURE_READY: ReadonlyMap<number, string> = new Map([
  [2, JSON.stringify({ v: 1, id: uuidOf(2), note: 'ready' })],
  [5, JSON.stringify({ v: 1, id: uuidOf(5), note: '待发送' })],
]);

interface Expected {
  dead: { seq: number; kind: string; code: string }[];
  last: number;
  /** What is ready once the hub has shown that it holds 1 to 5 and nothing else. */
  after: number[];
}
const RATINGS: Expected = {
  dead: [{ seq: 3, kind: 'rating', code: 'ingest.badBody' }],
  last: 6,
  after: [2, 5, 6],
};
/** What a store finds in each, by version from 1. */
export const FIXTURE_FINDS: readonly Expected[] = [
  RATINGS,
  {
    dead: [...RATINGS.dead, { seq: 8, kind: 'material', code: 'blob.badType' }],
    last: 8,
    after: [2, 5, 6, 7],
  },
  {
    dead: [
      ...RATINGS.dead,
      { seq: 8, kind: 'material', code: 'blob.badType' },
      { seq: 10, kind: 'application', code: 'ingest.badBody' },
    ],
    last: 10,
    after: [2, 5, 6, 7, 9],
  },
];

/** A database as the version of `version` left it. */
export function buildFixture(db: Database, version: number, key: Uint8Array): void {
  for (const step of MIGRATIONS.slice(0, version)) db.exec(step);
  db.pragma(`user_version = ${version}`);
  FIXTURES[version - 1]?.(db, key);
}

function version1(db: Database, key: Uint8Array): void {
  db.prepare('insert into meta (id, terminal_id, epoch) values (1, ?, ?)').run(
    FIXTURE_TERMINAL,
    FIXTURE_EPOCH,
  );
  const row = db.prepare(
    `insert into outbox (seq, kind, body, sha256, state, dead_code, wall_ms, boot_id, boottime_ms, confirmed_ms)
     values (?, 'rating', ?, ?, ?, ?, 1767603600000, 'boot-1', ?, ?)`,
  );
  const rating = db.prepare('insert into rating (id, seq, case_key, withdrawn) values (?, ?, ?, ?)');
  const states = ['acked', 'ready', 'dead', 'withdrawn', 'ready', 'acked'] as const;
  for (const [i, state] of states.entries()) {
    const seq = i + 1;
    const body = Buffer.from(
      FIXTURE_READY.get(seq) ?? JSON.stringify({ v: 1, id: uuidOf(seq), note: state }),
    );
    const wiped = state === 'withdrawn';
    const sealed = seal(sealKey(key), body, bodyBinding(FIXTURE_TERMINAL, FIXTURE_EPOCH, seq, 'rating'));
    row.run(
      seq,
      wiped ? Buffer.of() : sealed,
      wiped ? Buffer.of() : digest(body),
      state,
      state === 'dead' ? 'ingest.badBody' : null,
      seq * 1_000,
      seq === 1 ? 1_767_603_700_000 : null,
    );
    rating.run(uuidOf(seq), seq, Buffer.alloc(32, seq), wiped ? 1 : 0);
  }
  db.prepare(
    "insert into clock_anchor (boot_id, boottime_ms, server_ms, rtt_ms) values ('boot-1', 1000, 1767603601000, 20)",
  ).run();
  db.prepare("insert into reference (id, version, body) values (1, 'v1', '{}')").run();
  db.prepare("insert into asset (sha256, type, size) values (?, 'image/png', 3)").run('a'.repeat(64));
}

function version2(db: Database, key: Uint8Array): void {
  version1(db, key);
  const row = db.prepare(
    `insert into outbox (seq, kind, body, sha256, state, dead_code, wall_ms, boot_id, boottime_ms)
     values (?, 'material', ?, ?, ?, ?, 1767603600000, 'boot-1', 9000)`,
  );
  const blob = db.prepare(
    'insert into blob (sha256, size, path, state, dead_code, upload_url) values (?, ?, ?, ?, ?, ?)',
  );
  const material = (seq: number, state: string, deadCode: string | null, blobState: string): void => {
    const body = Buffer.from(JSON.stringify({ v: 1, id: uuidOf(seq), note: state }));
    const sealed = seal(sealKey(key), body, bodyBinding(FIXTURE_TERMINAL, FIXTURE_EPOCH, seq, 'material'));
    row.run(seq, sealed, digest(body), state, deadCode);
    const sha256 = String(seq).repeat(64);
    blob.run(sha256, 3, `cas/${sha256.slice(0, 2)}/${sha256}.sealed`, blobState, deadCode, null);
    db.prepare('insert into material (id, seq) values (?, ?)').run(uuidOf(seq), seq);
    db.prepare('insert into outbox_blob (seq, sha256) values (?, ?)').run(seq, sha256);
  };
  material(7, 'acked', null, 'committed');
  material(8, 'dead', 'blob.badType', 'ready');
  for (const [digit, state, url] of [
    ['a', 'staged', null],
    ['b', 'purged', null],
    ['c', 'ready', '/v1/uploads/0123456789'],
  ] as const)
    blob.run(digit.repeat(64), 3, `cas/${digit}${digit}/${digit.repeat(64)}.sealed`, state, null, url);
}

function version3(db: Database, key: Uint8Array): void {
  version2(db, key);
  const row = db.prepare(
    `insert into outbox (seq, kind, body, sha256, state, dead_code, wall_ms, boot_id, boottime_ms)
     values (?, 'application', ?, ?, ?, ?, 1767603600000, 'boot-1', 9500)`,
  );
  const record = (seq: number, state: string, deadCode: string | null): void => {
    const body = Buffer.from(JSON.stringify({ v: 1, id: uuidOf(seq), note: state }));
    const sealed = seal(sealKey(key), body, bodyBinding(FIXTURE_TERMINAL, FIXTURE_EPOCH, seq, 'application'));
    row.run(seq, sealed, digest(body), state, deadCode);
    db.prepare('insert into record (id, seq) values (?, ?)').run(uuidOf(seq), seq);
  };
  record(9, 'acked', null);
  record(10, 'dead', 'ingest.badBody');
  db.prepare("insert into document (name, body, saved_ms) values ('catalogue', ?, 1767603600000)").run(
    seal(sealKey(deriveKey(key, 'document')), Buffer.from('{}'), 'catalogue'),
  );
}
