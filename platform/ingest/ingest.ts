import type { ErrorCode } from '../../contracts/errors.ts';
import type { IngestItem, IngestRequest, IngestResponse, Outcome } from '../../contracts/ingest.ts';
import { fail, ok } from '../../contracts/result.ts';
import { codeOf } from '../cannot-start.ts';
import type { HubContext } from '../context.ts';
import type { MaterialSender } from '../materials/check.ts';
import type { Answer } from '../refusal.ts';
import type { CallingTerminal } from '../terminals/identify.ts';
import { checkItem, type GoodItem } from './check.ts';
import type { Gate } from './gate.ts';
import type { Origin } from './ratings.ts';
import { type Stored, storeBatch, storeSuspects } from './store.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'newId' | 'secrets' | 'log'>;
type Told = Omit<Outcome, 'seq'>;

/** Batches that meet in the same rows may be turned back by PostgreSQL; then they are tried again at once. */
const TRIES = 3;

/**
 * Outbox rows of a terminal. Each row has an outcome of its own, in the order sent, and only after its COMMIT; a row
 * that can never be stored does not stop the others. `input.invalid`: a number twice in one batch; `busy`: too many
 * at once.
 */
export async function ingest(
  hub: Hub,
  gate: Gate,
  terminal: CallingTerminal,
  { epoch, items }: IngestRequest,
): Promise<Answer<IngestResponse>> {
  if (new Set(items.map((i) => i.seq)).size < items.length) return fail('input.invalid', 'seq');
  const told = new Map<number, Told>();
  const good: GoodItem[] = [];
  const suspects: Suspect[] = [];
  const sender = await senderOf(hub, terminal, items);
  for (const item of items) {
    const checked = checkItem(item, sender);
    if (checked.ok) {
      good.push(checked.value);
      continue;
    }
    const { code } = checked.error;
    told.set(item.seq, { outcome: 'rejected', code });
    if (/^(material|apply|booking|petition)\./.test(code)) suspects.push({ item, code });
  }
  const receivedAt = hub.now();
  const origin: Origin = { terminalId: terminal.id, windowId: terminal.windowId, epoch, receivedAt };
  const stored = await gate.pass(async () => {
    if (suspects.length > 0) await storeSuspects(hub, origin, suspects);
    return storeAll(hub, origin, good);
  });
  if (stored === null) return fail('busy');
  for (const [seq, outcome] of stored) told.set(seq, outcome);
  logOutcomes(hub, terminal, told);
  const outcomes = items.map(({ seq }): Outcome => ({ seq, ...(told.get(seq) ?? { outcome: 'retry' }) }));
  return ok({ serverMs: hub.now().getTime(), outcomes });
}

interface Suspect {
  item: IngestItem;
  code: ErrorCode;
}

/** The key is looked up for a batch that needs it. */
async function senderOf(
  hub: Pick<HubContext, 'db'>,
  { id }: CallingTerminal,
  items: readonly IngestItem[],
): Promise<MaterialSender> {
  if (!items.some((i) => i.kind === 'material')) return { id, publicKey: null };
  const row = await hub.db
    .selectFrom('terminal')
    .select('public_key')
    .where('id', '=', id)
    .executeTakeFirst();
  return { id, publicKey: row?.public_key ?? null };
}

/** Stores what can be stored. A batch that PostgreSQL refuses for its data is halved until the row is found. */
async function storeAll(hub: Hub, origin: Origin, items: GoodItem[]): Promise<Map<number, Told>> {
  if (items.length === 0) return new Map();
  try {
    return new Map([...(await tryBatch(hub, origin, items))].map(([seq, stored]) => [seq, tell(stored)]));
  } catch (e) {
    if (!isOfTheData(e)) throw e;
    const [first] = items;
    if (items.length === 1 && first !== undefined) {
      hub.log.error(
        { terminalId: origin.terminalId, seq: first.item.seq, code: codeOf(e) },
        'ingest.poisonRow',
      );
      return new Map([[first.item.seq, { outcome: 'rejected', code: 'ingest.badBody' }]]);
    }
    const half = Math.ceil(items.length / 2);
    const left = await storeAll(hub, origin, items.slice(0, half));
    const right = await storeAll(hub, origin, items.slice(half));
    return new Map([...left, ...right]);
  }
}

function tell(stored: Stored): Told {
  if (typeof stored === 'object') return { outcome: 'rejected', code: stored.refused };
  return stored === 'conflict' ? { outcome: 'conflict', code: 'ingest.conflict' } : { outcome: stored };
}

async function tryBatch(hub: Hub, origin: Origin, items: GoodItem[]): Promise<Map<number, Stored>> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await storeBatch(hub, origin, items);
    } catch (e) {
      if (tries >= TRIES || !isOfTheMoment(e)) throw e;
    }
  }
}

/** SQLSTATE classes 22 data exception, 23 integrity violation, 54 program limit: another try ends the same. */
const isOfTheData = (e: unknown): boolean => /^(22|23|54)...$/.test(codeOf(e));
/** Serialization failure, deadlock. */
const isOfTheMoment = (e: unknown): boolean => /^40(001|P01)$/.test(codeOf(e));

/** What did not go its usual way, in one line per batch. */
function logOutcomes(hub: Hub, terminal: CallingTerminal, told: Map<number, Told>): void {
  const odd: Record<string, number> = {};
  for (const { outcome, code } of told.values())
    if (outcome === 'rejected' || outcome === 'conflict')
      odd[code ?? outcome] = (odd[code ?? outcome] ?? 0) + 1;
  if (Object.keys(odd).length > 0) hub.log.warn({ terminalId: terminal.id, refused: odd }, 'ingest.refused');
}
