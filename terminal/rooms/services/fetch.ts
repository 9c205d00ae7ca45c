import { createHash } from 'node:crypto';
import { MAX_ITEMS } from '../../../contracts/catalogue.ts';
import {
  type CatalogueReply,
  CHANGES_A_PAGE,
  catalogueReply,
  digestInput,
} from '../../../contracts/hub/catalogue-api.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { RoomTools } from '../types.ts';
import type { CatalogueEntry } from './documents.ts';

/** What is held of the catalogue: the version up to which all changes are in, and the hash of each item by its code. */
export interface Held {
  version: number;
  hashes: ReadonlyMap<string, string>;
}

export interface Fetched {
  held: Held;
  /** What has to be written; null: the item is no more. */
  changes: ReadonlyMap<string, CatalogueEntry | null>;
  /** Everything anew: what is held and not among `changes` is no more. */
  whole: boolean;
  last: CatalogueReply;
}

const NOTHING: Held = { version: 0, hashes: new Map() };
const PATIENCE_MS = 8_000;
/** Changes of changes may come on the way; more pages than this are a fault of the hub's. */
const MOST_PAGES = 2 * Math.ceil(MAX_ITEMS / CHANGES_A_PAGE) + 10;

/**
 * All changes since what is held. Where the outcome is not what the hub says it has (it came back from a backup), all of
 * it once more from the beginning.
 */
export async function fetchChanges(
  link: Pick<RoomTools['link'], 'ask'>,
  held: Held,
): Promise<Result<Fetched>> {
  const fetched = await fetchFrom(link, held);
  if (!fetched.ok || agrees(fetched.value)) return fetched;
  if (held.version === 0 && held.hashes.size === 0)
    return fail('hub.notOurs', 'the catalogue’s digest differs');
  const whole = await fetchFrom(link, NOTHING);
  if (!whole.ok) return whole;
  if (!agrees(whole.value)) return fail('hub.notOurs', 'the catalogue’s digest differs');
  return ok({ ...whole.value, whole: true });
}

async function fetchFrom(link: Pick<RoomTools['link'], 'ask'>, held: Held): Promise<Result<Fetched>> {
  const hashes = new Map(held.hashes);
  const changes = new Map<string, CatalogueEntry | null>();
  let after = held.version;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const question = { method: 'POST', path: '/kiosk/catalogue/changes', body: { after } } as const;
    const asked = await link.ask({ ...question, timeoutMs: PATIENCE_MS }, catalogueReply);
    if (!asked.ok) return asked;
    const last = asked.value;
    for (const { code, entry } of last.changes) {
      if (entry !== null && entry.item.code !== code) return fail('hub.notOurs', 'an item has another code');
      changes.set(code, entry);
      if (entry === null) hashes.delete(code);
      else hashes.set(code, entry.sha256);
    }
    if (!last.more) return ok({ held: { version: last.version, hashes }, changes, whole: false, last });
    const next = last.changes.at(-1)?.version ?? 0;
    if (next <= after) return fail('hub.notOurs', 'a page leads nowhere');
    after = next;
  }
  return fail('hub.notOurs', 'pages without end');
}

const agrees = ({ held, last }: Fetched): boolean =>
  held.hashes.size === last.count && digestOf(held.hashes) === last.digest;

export const digestOf = (hashes: ReadonlyMap<string, string>): string =>
  createHash('sha256')
    .update(digestInput([...hashes].map(([code, sha256]) => ({ code, sha256 }))))
    .digest('hex');
