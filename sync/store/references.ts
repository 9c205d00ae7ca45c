import type { Database } from 'better-sqlite3';
import { type Reference, reference as referenceSchema } from '../../contracts/reference.ts';

/** The last good reference data of the hub. */
export function openReferences(db: Database) {
  const insert = db.prepare('insert or replace into reference (id, version, body) values (1, ?, ?)');
  const select = db.prepare('select body from reference where id = 1').pluck();
  return {
    put: (r: Reference): void => void insert.run(r.version, JSON.stringify(r)),
    /** One that this version cannot read counts as none: it is fetched anew. */
    load(): Reference | null {
      const text = select.get() as string | undefined;
      if (text === undefined) return null;
      try {
        return referenceSchema.parse(JSON.parse(text));
      } catch {
        return null;
      }
    },
  };
}

/** Every picture that a set of reference data shows. */
export function assetsOf(reference: Reference) {
  const photos = reference.staff.flatMap((s) => (s.photo === null ? [] : [s.photo]));
  return [...photos, ...reference.slides.map((s) => s.image)];
}
