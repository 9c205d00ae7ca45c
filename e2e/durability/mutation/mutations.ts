/** One place of one file, changed. */
export interface Edit {
  /** End of the module's URL. */
  file: string;
  from: string;
  to: string;
}

/** Changes that take a promise away; the durability tests must notice each. */
export const MUTATIONS: Readonly<Record<string, readonly Edit[]>> = {
  /** No fsync at a commit: what was called saved may be lost by a power cut. */
  'synchronous-normal': [
    {
      file: '/sync/store/database.ts',
      from: "['synchronous', 'FULL', 2]",
      to: "['synchronous', 'NORMAL', 1]",
    },
  ],
  /** A material's bytes are named by a row before the disk has them. */
  'blob-not-synced': [
    { file: '/sync/blobs/sealed-file.ts', from: 'if (written.ok) await file.sync();', to: '' },
  ],
  /** The bytes are on the disk, but perhaps under no name. */
  'blob-name-not-synced': [
    { file: '/sync/blobs/sealed-file.ts', from: 'syncDirectory(dirname(o.path));', to: '' },
  ],
  /** A row counts as received as soon as it is on its way, and nobody compares notes afterwards. */
  'early-acknowledgement': [
    {
      file: '/sync/store/store.ts',
      from: 'const counts = outbox.reconcile(ranges, serverMs, GRACE_MS);',
      to: 'const counts = { again: 0, confirmed: 0, purged: 0 };',
    },
    {
      file: '/sync/hub/uploader.ts',
      from: 'const reply = await first.reply;',
      to: "o.store.settle(first.items.map((i) => ({ seq: i.seq, outcome: 'stored' }))); const reply = await first.reply;",
    },
  ],
  /** The hub takes each delivery for a new one: it knows neither the row's key nor the rating's id again. */
  'no-dedupe': [
    {
      file: '/platform/ingest/store.ts',
      from: 'const known = rows.filter((r) => !outcomes.has(r.seq));',
      to: "for (const r of rows) outcomes.set(r.seq, 'stored'); const known = rows.filter((r) => !outcomes.has(r.seq));",
    },
    {
      file: '/platform/ingest/ratings.ts',
      from: 'select r.id, $',
      to: 'select gen_random_uuid(), $',
    },
  ],
};
