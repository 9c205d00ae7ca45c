import type { Draft, DraftFrame } from '../../contracts/draft.ts';
import { type EndedDraft, type HallDraft, MAX_DRAFTS } from '../../contracts/hub/drafts-api.ts';
import type { Text2 } from '../../contracts/reference.ts';
import { ok, type Result } from '../../contracts/result.ts';
import type { Identity } from '../../contracts/visit.ts';
import type { LoadedFlow } from '../flow/load.ts';
import { isProven } from '../rooms/person.ts';
import type { Drafts } from './drafts.ts';
import type { HallDrafts } from './hall-drafts.ts';

/** A half-done application that may be gone on with. */
export interface OpenDraft extends DraftFrame {
  /** The machine where it was changed last; null: this one. `name` null: the hall knows it no more. */
  elsewhere: { name: Text2 | null } | null;
}

/** Of one that lies here, and that was submitted at another machine. */
export interface SubmittedDraft extends Pick<EndedDraft, 'receiptNo' | 'atMs' | 'place'> {
  flowId: string;
}

/** none: nobody has proven who they are · away: the hub cannot be asked now. */
export type HallState = 'none' | 'asking' | 'known' | 'away';

/** What the citizen who is signed in has left half done, here and at the hall's other machines. */
export interface OpenDrafts {
  /** Looks anew; what lies here is known at once, the rest when the hub has answered. */
  look(who: Identity | null): void;
  hall(): HallState;
  /** How long the hall keeps one, days; null: not heard yet. */
  keepDays(): number | null;
  /** The one of this flow that was changed last. */
  find(loaded: LoadedFlow): OpenDraft | null;
  submitted(): readonly SubmittedDraft[];
  /** With its answers. `not.found`: it has ended meanwhile; `hub.unreachable`. */
  take(found: OpenDraft): Promise<Result<Draft>>;
  /** It is over: it is not shown again here, though the hub may not know yet. */
  end(id: string): void;
  /** The line to the hub may have come or gone. */
  hubChanged(): void;
}

export interface OpenDraftsOptions {
  terminalId: string;
  flows: readonly LoadedFlow[];
  drafts: Drafts;
  hall: HallDrafts;
  /** The hub has answered. */
  listed: () => void;
}

/** Ids that are remembered as over. */
const MOST_OVER = 200;

export function createOpenDrafts({ terminalId, flows, drafts, hall, listed }: OpenDraftsOptions): OpenDrafts {
  const over = new Set<string>();
  let who: Identity | null = null;
  let state: HallState = 'none';
  let keepDays: number | null = null;
  /** What lies here, as it was at the last look. */
  let here: readonly Draft[] = [];
  let rows: readonly HallDraft[] = [];
  let submitted: readonly SubmittedDraft[] = [];
  /** Goes up with each look: an earlier answer is nobody's. */
  let turn = 0;

  function look(next: Identity | null): void {
    turn += 1;
    if (next?.idNumber !== who?.idNumber) {
      rows = [];
      submitted = [];
    }
    who = isProven(next) ? next : null;
    here = who === null ? [] : draftsOf(who);
    state = who === null ? 'none' : hall.online() ? 'asking' : 'away';
    if (who !== null && state === 'asking') void ask(who, turn);
  }

  const draftsOf = (identity: Identity): Draft[] =>
    flows.flatMap((loaded) => {
      const draft = drafts.find(loaded, identity);
      return draft === null ? [] : [draft];
    });

  async function ask(identity: Identity, mine: number): Promise<void> {
    const told = await hall.list(
      identity,
      here.slice(0, MAX_DRAFTS).map((d) => d.id),
    );
    if (turn !== mine) return;
    state = told.ok ? 'known' : 'away';
    if (told.ok) {
      ({ rows, keepDays } = told.value);
      for (const ended of told.value.ended) leave(identity, ended);
    }
    listed();
  }

  /** What ended at another machine is over here too. */
  function leave(identity: Identity, ended: EndedDraft): void {
    const flowId = here.find((d) => d.id === ended.id)?.flow.id;
    if (flowId === undefined) return;
    here = here.filter((d) => d.id !== ended.id);
    drafts.forget(flowId, identity);
    hall.forget(identity, flowId);
    const { receiptNo, atMs, place } = ended;
    if (ended.why === 'submitted') submitted = [...submitted, { flowId, receiptNo, atMs, place }];
  }

  function atHall(flowId: string): OpenDraft | null {
    const row = rows.find((r) => r.flow.id === flowId && !over.has(r.id));
    if (row === undefined) return null;
    const { terminalId: at, place, ...frame } = row;
    return { ...frame, elsewhere: at === terminalId ? null : { name: place } };
  }

  return {
    look,
    hall: () => state,
    keepDays: () => keepDays,
    find(loaded) {
      if (who === null) return null;
      const flowId = loaded.flow.id;
      const own = here.find((d) => d.flow.id === flowId && !over.has(d.id));
      return later(own === undefined ? null : { ...own, elsewhere: null }, atHall(flowId));
    },
    submitted: () => submitted,
    async take(found) {
      const own = here.find((d) => d.id === found.id && d.n === found.n);
      if (own !== undefined && found.elsewhere === null) return ok(own);
      if (who === null) throw new Error('nobody whose draft it is');
      return hall.take(who, found.id);
    },
    end(id) {
      over.delete(id);
      over.add(id);
      const [oldest] = over;
      if (over.size > MOST_OVER && oldest !== undefined) over.delete(oldest);
    },
    hubChanged() {
      if (hall.online()) {
        hall.refresh();
        if (state === 'away') look(who);
      } else if (state === 'known' || state === 'asking') {
        turn += 1;
        state = 'away';
      }
    },
  };
}

/** Of one draft the change with the higher number; of two drafts the one that was changed last. */
function later(here: OpenDraft | null, hall: OpenDraft | null): OpenDraft | null {
  if (here === null || hall === null) return here ?? hall;
  if (here.id !== hall.id) return hall.savedMs > here.savedMs ? hall : here;
  const isOther = hall.elsewhere !== null && hall.n === here.n;
  return hall.n > here.n || isOther ? hall : here;
}
