import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { uuidOf } from '../testing/sample.ts';
import { sendable, type TempStore, tempStore } from '../testing/temp-store.ts';

let temp: TempStore;
beforeEach(() => {
  temp = tempStore();
});
afterEach(() => temp.dispose());

const application = (n: number) => ({ v: 1, id: uuidOf(n), note: `申请${n}` });

describe('a record', () => {
  test('is an outbox row of its kind, and is remembered by its id', () => {
    const store = temp.open();
    const saved = store.saveRecord('application', application(1));
    if (!saved.ok) throw new Error(saved.error.code);
    expect(store.record(uuidOf(1))).toBe('ready');
    const [item] = store.nextBatch(0).items;
    expect(item).toMatchObject({ seq: saved.value.seq, kind: 'application' });
    expect(JSON.parse(item?.body ?? '')).toEqual(application(1));
    store.settle([{ seq: saved.value.seq, outcome: 'stored' }]);
    expect(store.record(uuidOf(1))).toBe('acked');
    expect(store.record(uuidOf(2))).toBeNull();
  });

  test('is saved once, also after a restart', () => {
    const before = temp.open();
    const first = before.saveRecord('booking', application(1));
    const store = temp.reopen(before);
    expect(store.saveRecord('booking', application(1))).toEqual(first);
    expect(sendable(store)).toHaveLength(1);
  });

  test('with others is saved with all of them, or none is', () => {
    const store = temp.open();
    const long = { ...application(3), note: '字'.repeat(30_000) };
    expect(store.saveRecords('application', [application(1), long]).ok).toBe(false);
    expect([store.record(uuidOf(1)), store.queue().ready]).toEqual([null, 0]);
    const saved = store.saveRecords('application', [application(1), application(2)]);
    if (!saved.ok) throw new Error(saved.error.code);
    expect(saved.value.seqs).toHaveLength(2);
    expect(store.saveRecords('application', [application(1), application(2)])).toEqual(saved);
    expect(sendable(store)).toHaveLength(2);
  });

  test('of more bytes than a row carries is refused and leaves nothing', () => {
    const store = temp.open();
    const long = { ...application(1), note: '字'.repeat(30_000) };
    expect(store.saveRecord('petition', long)).toMatchObject({
      ok: false,
      error: { code: 'input.tooLarge' },
    });
    expect(store.queue().ready).toBe(0);
  });
});

describe('a kept document', () => {
  test('is there after a restart, and is replaced and removed by its name', () => {
    const store = temp.open();
    expect(store.putDocument('catalogue', 'first').ok).toBe(true);
    store.putDocument('catalogue', '事项');
    const again = temp.reopen(store);
    expect(again.document('catalogue')).toBe('事项');
    again.removeDocument('catalogue');
    expect(again.document('catalogue')).toBeNull();
  });

  test('is not readable on the disk', () => {
    const store = temp.open();
    store.putDocument('draft/1', '张三 410403199001011234');
    store.close();
    const files = readdirSync(temp.dir).filter((name) => name.startsWith('terminal.db'));
    const bytes = Buffer.concat(files.map((name) => readFileSync(join(temp.dir, name))));
    expect(bytes.includes('draft/1')).toBe(true);
    expect(bytes.includes('410403199001011234')).toBe(false);
  });

  test('goes when it is older than asked, and no other', () => {
    const store = temp.open();
    store.putDocument('draft/old', 'a');
    store.putDocument('catalogue', 'b');
    store.forgetDocuments('draft/', Number.MAX_SAFE_INTEGER);
    expect([store.document('draft/old'), store.document('catalogue')]).toEqual([null, 'b']);
    store.putDocument('draft/new', 'c');
    expect(store.documentNames('draft/')).toEqual(['draft/new']);
    store.forgetDocuments('draft/', 0);
    expect(store.document('draft/new')).toBe('c');
  });
});
