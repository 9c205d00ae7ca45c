import type { CatalogueFrame, ServiceItem } from '../../../contracts/catalogue.ts';
import type { CatalogueReply } from '../../../contracts/hub/catalogue-api.ts';
import type { Text2 } from '../../../contracts/reference.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { ServiceRow } from '../../../contracts/rooms/services.ts';
import type { RoomTools } from '../types.ts';
import {
  type CatalogueEntry,
  type Head,
  PART_NUMBERS,
  partOf,
  readHead,
  readPart,
  writeHead,
  writePart,
} from './documents.ts';
import { digestOf, type Fetched, fetchChanges, type Held } from './fetch.ts';
import { createIndex, type Search } from './search/search.ts';

type Tools = Pick<RoomTools, 'store' | 'link' | 'clock' | 'timers' | 'log' | 'config'>;

/** After the start; then; after no answer, ms. */
const FIRST_MS = 6_000;
const EVERY_MS = 10 * 60_000;
const RETRY_MS = 60_000;
/** That the hub was heard with nothing new is written down after this long, ms. */
const SAME_NEWS_MS = 6 * 60 * 60_000;

/** An item as lists and the search know it; the rest of it is read when its guide is opened. */
export type Listed = Pick<ServiceItem, 'code' | 'departmentId' | 'audiences' | 'topics' | 'zones'> & {
  row: ServiceRow;
};

/** The catalogue as it is known now. */
export interface Known {
  /** When the hub was last heard, by this machine's clock. */
  asOfMs: number;
  frame: CatalogueFrame;
  departments: Head['departments'];
  /** In the order of their codes. */
  items: readonly Listed[];
  byCode: ReadonlyMap<string, Listed>;
  search: Search;
}

/** The hub's catalogue, kept for use without it. */
export interface Catalogue {
  /** null: never heard. */
  known(): Known | null;
  /** The whole item; null: it is not there. */
  item(code: string): ServiceItem | null;
  departmentOf(id: string): Text2;
  /** Asks the hub for what changed. One at a time: a second wish meanwhile is the first. */
  refresh(): Promise<Result<null>>;
  /** Resolves when what the store holds has been read. */
  ready: Promise<void>;
  stop(): void;
}

export function createCatalogue(tools: Tools): Catalogue {
  const { timers, link, log, clock } = tools;
  let known: Known | null = null;
  let held: Held = { version: 0, hashes: new Map() };
  let digest = '';
  let writtenMs = 0;
  let stopped = false;
  let cancel = () => {};
  let refreshing: Promise<Result<null>> | null = null;

  /** Lets the screens have their turn between two slices of work. */
  const pause = () => new Promise<void>((done) => void timers.after(0, done));

  /** Reads every part and makes the index of it, slice by slice. */
  async function read(head: Head): Promise<void> {
    const hashes = new Map<string, string>();
    const items: Listed[] = [];
    const { add, search } = createIndex();
    const departments = new Map(head.departments.map((d) => [d.id, d.name]));
    for (const n of PART_NUMBERS) {
      const entries = readPart(tools, n);
      for (const { sha256, item } of entries) {
        hashes.set(item.code, sha256);
        items.push(listed(item, departments));
      }
      add(
        entries.map(({ item }) => ({
          code: item.code,
          name: item.name,
          department: nameIn(departments, item.departmentId),
          keywords: item.keywords,
        })),
      );
      await pause();
      if (stopped) return;
    }
    items.sort((a, b) => (a.code < b.code ? -1 : 1));
    const { frame, departments: all, atMs } = head;
    // A power cut between the parts and the head: what is there is shown, and everything is asked for anew.
    const isWhole = digestOf(hashes) === head.digest;
    known = {
      asOfMs: atMs,
      frame,
      departments: all,
      items,
      byCode: new Map(items.map((i) => [i.code, i])),
      search,
    };
    held = { version: isWhole ? head.version : 0, hashes };
    digest = isWhole ? head.digest : '';
    writtenMs = atMs;
  }

  /** Parts first, one at a time; the head that speaks for them last. */
  async function write({ changes, whole, held: next, last }: Fetched): Promise<Result<Head>> {
    const byPart = Map.groupBy(changes, ([code]) => partOf(code));
    for (const n of PART_NUMBERS) {
      const news = byPart.get(n) ?? [];
      if (news.length === 0 && !whole) continue;
      const before = whole ? [] : readPart(tools, n).map((e) => [e.item.code, e] as const);
      const entries = new Map<string, CatalogueEntry | null>([...before, ...news]);
      const written = writePart(
        tools,
        n,
        [...entries.values()].filter((e) => e !== null),
      );
      if (!written.ok) return written;
      await pause();
      if (stopped) return fail('session.over');
    }
    return writeNews(next.version, last);
  }

  function writeNews(version: number, { digest, frame, departments }: CatalogueReply): Result<Head> {
    const head: Head = { version, digest, atMs: clock.wallMs(), frame, departments };
    const written = writeHead(tools, head);
    return written.ok ? ok(head) : written;
  }

  const isNews = ({ changes, last, whole }: Fetched): boolean =>
    known === null ||
    whole ||
    changes.size > 0 ||
    last.digest !== digest ||
    JSON.stringify([last.frame, last.departments]) !== JSON.stringify([known.frame, known.departments]);

  async function ask(): Promise<Result<null>> {
    await ready;
    const fetched = await fetchChanges(link, held);
    if (!fetched.ok) {
      if (fetched.error.code !== 'hub.unreachable') log('catalogue.notFetched', { ...fetched.error });
      return fetched;
    }
    if (stopped) return ok(null);
    const kept =
      known !== null && !isNews(fetched.value) ? hearAgain(fetched.value) : await keep(fetched.value);
    if (!kept.ok && !stopped) log('catalogue.notKept', { code: kept.error.code });
    return kept;
  }

  /** Nothing new: only now and then it is written down that the hub was heard. */
  function hearAgain({ held: { version }, last }: Fetched): Result<null> {
    const nowMs = clock.wallMs();
    if (known !== null) known = { ...known, asOfMs: nowMs };
    if (nowMs - writtenMs < SAME_NEWS_MS) return ok(null);
    const written = writeNews(version, last);
    if (!written.ok) return written;
    writtenMs = nowMs;
    return ok(null);
  }

  async function keep(fetched: Fetched): Promise<Result<null>> {
    const written = await write(fetched);
    if (!written.ok) return written;
    await read(written.value);
    log('catalogue.kept', { version: written.value.version, items: held.hashes.size });
    return ok(null);
  }

  function refresh(): Promise<Result<null>> {
    refreshing ??= ask().finally(() => {
      refreshing = null;
    });
    return refreshing;
  }

  const again = (ms: number): void => {
    cancel = timers.after(ms, () => {
      const asked = link.online() ? refresh() : Promise.resolve({ ok: false });
      void asked.then(({ ok }) => {
        if (!stopped) again(ok ? EVERY_MS : RETRY_MS);
      });
    });
  };

  const kept = tools.config.role === 'kiosk' ? readHead(tools) : null;
  const ready = kept === null ? Promise.resolve() : read(kept);
  if (tools.config.role === 'kiosk') again(FIRST_MS);

  return {
    known: () => known,
    item: (code) => readPart(tools, partOf(code)).find((e) => e.item.code === code)?.item ?? null,
    departmentOf: (id) => nameIn(new Map(known?.departments.map((d) => [d.id, d.name])), id),
    refresh,
    ready,
    stop() {
      stopped = true;
      cancel();
    },
  };
}

/** One whose name the hub has not told is called by its id. */
const nameIn = (departments: ReadonlyMap<string, Text2>, id: string): Text2 =>
  departments.get(id) ?? { zh: id, en: id };

function listed(item: ServiceItem, departments: ReadonlyMap<string, Text2>): Listed {
  const { code, name, departmentId, audiences, topics, zones, flowId } = item;
  const row = { code, name, zones, flowId, department: nameIn(departments, departmentId) };
  return { code, departmentId, audiences, topics, zones, row };
}
