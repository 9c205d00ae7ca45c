import { createHash } from 'node:crypto';
import { z } from 'zod';
import { catalogueFrame, serviceItem } from '../../../contracts/catalogue.ts';
import { catalogueReply } from '../../../contracts/hub/catalogue-api.ts';
import { epochMs, sha256 } from '../../../contracts/primitives.ts';
import type { Result } from '../../../contracts/result.ts';
import type { RoomTools } from '../types.ts';

/**
 * The catalogue as documents of the terminal's store: what belongs to all of it in one, and the items by a hash of their
 * code in `PARTS` others, so that a change writes little and opening a guide reads little.
 */
const HEAD = 'catalogue.head';
const PARTS = 32;

const head = z.object({
  version: catalogueReply.shape.version,
  digest: sha256,
  /** When the hub was last heard, by this machine's clock. */
  atMs: epochMs,
  frame: catalogueFrame,
  departments: catalogueReply.shape.departments,
});
export type Head = z.infer<typeof head>;

const entry = z.object({ sha256, item: serviceItem });
export type CatalogueEntry = z.infer<typeof entry>;
const part = z.array(entry);

type Tools = Pick<RoomTools, 'store' | 'log'>;

export const PART_NUMBERS: readonly number[] = Array.from({ length: PARTS }, (_, n) => n);
export const partOf = (code: string): number => (createHash('sha256').update(code).digest()[0] ?? 0) % PARTS;
const nameOf = (n: number): string => `catalogue.part.${n}`;

/** null: never heard, or of another version of this program. */
export const readHead = (tools: Tools): Head | null => read(tools, HEAD, head);
export const writeHead = ({ store }: Tools, value: Head): Result<null> =>
  store.putDocument(HEAD, JSON.stringify(value));

export const readPart = (tools: Tools, n: number): CatalogueEntry[] => read(tools, nameOf(n), part) ?? [];
export const writePart = ({ store }: Tools, n: number, entries: readonly CatalogueEntry[]): Result<null> =>
  store.putDocument(nameOf(n), JSON.stringify(entries));

function read<T extends z.ZodType>({ store, log }: Tools, name: string, shape: T): z.output<T> | null {
  const text = store.document(name);
  if (text === null) return null;
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    log('catalogue.unreadable', { document: name });
    return null;
  }
}
