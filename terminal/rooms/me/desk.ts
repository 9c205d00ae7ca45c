import { z } from 'zod';
import { bookingReplies } from '../../../contracts/hub/booking-api.ts';
import { type CitizenAddress, citizenReplies, MAX_ADDRESSES } from '../../../contracts/hub/citizens-api.ts';
import { epochMs } from '../../../contracts/primitives.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import {
  casePage,
  type FiledPetition,
  type MeOverview,
  type MePlace,
  messagePage,
  type PetitionDraft,
} from '../../../contracts/rooms/me.ts';
import type { Slip } from '../../../contracts/slip.ts';
import type { Identity, Visit } from '../../../contracts/visit.ts';
import type { Question } from '../../../sync/types.ts';
import { isProven, personOf } from '../person.ts';
import type { DraftTools, RoomTools } from '../types.ts';
import { addressFields, checkedAddress, type Faults, PHONE_FIELD, TEXT_FIELD, viewOf } from './fields.ts';
import { filePetition } from './file.ts';
import { createWindowsCache } from './windows.ts';

/** What the room keeps of a visit; it goes with it. */
interface Kept {
  draft: PetitionDraft | null;
  wanted: MePlace | null;
  /** As last listed. */
  addresses: CitizenAddress[];
  /** By the draft that it was made of. */
  filed: Map<string, FiledPetition>;
  /** By the number of the petition. */
  slips: Map<string, Slip>;
}
type KeptOr<T> = ({ kept: true } & T) | { kept: false; faults: Faults };

/** For questions that go over all that is held of a person. */
const LONG_MS = 10_000;
/** Petitions that one visit may leave. */
const MAX_FILED = 20;

/** The personal centre: each method answers for the visit that it names, `session.over` for any other. */
export function createMeDesk(tools: RoomTools & DraftTools) {
  const { link, visits, config, clock } = tools;
  const windows = createWindowsCache(tools);
  const visitors = new Map<string, Kept>();
  const stopListening = visits.onEnd((visitId) => visitors.delete(visitId));

  function keptOf(visit: Visit): Kept {
    const known = visitors.get(visit.id);
    if (known !== undefined) return known;
    const kept: Kept = { draft: null, wanted: null, addresses: [], filed: new Map(), slips: new Map() };
    visitors.set(visit.id, kept);
    return kept;
  }

  /** Runs `f` for the visit, and keeps nothing for one that ended meanwhile. */
  async function within<T>(
    visitId: string,
    f: (visit: Visit, kept: Kept) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> {
    const visit = visits.get(visitId);
    if (visit === null) return fail('session.over');
    const result = await f(visit, keptOf(visit));
    if (visits.get(visitId) !== null) return result;
    visitors.delete(visitId);
    return fail('session.over');
  }

  /** What is about the person: for who has proven who they are, with the hub there. */
  const own = <T>(visitId: string, f: (identity: Identity, kept: Kept) => Promise<Result<T>>) =>
    within<T>(visitId, (visit, kept) => {
      if (!isProven(visit.identity)) return fail('auth.required');
      return link.online() ? f(visit.identity, kept) : fail('hub.unreachable');
    });

  const post = (path: string, identity: Identity, more: object = {}): Question => ({
    method: 'POST',
    path,
    body: { person: personOf(identity), ...more },
  });
  const afterOf = (after: string | undefined) => (after === undefined ? {} : { after });

  async function askAddresses(question: Question, kept: Kept): Promise<Result<CitizenAddress[]>> {
    const asked = await link.ask(question, citizenReplies.addresses);
    if (!asked.ok) return asked;
    kept.addresses = asked.value.rows;
    return ok(asked.value.rows);
  }

  return {
    overview: (visitId: string) =>
      within<MeOverview>(visitId, async ({ identity }, { draft, wanted }) => {
        const live = link.online();
        if (!live || !isProven(identity)) return ok({ live, counts: null, draft, wanted });
        const asked = await link.ask(post('/kiosk/citizens/overview', identity), citizenReplies.overview);
        return ok({ live: asked.ok, counts: asked.ok ? asked.value.counts : null, draft, wanted });
      }),

    want: (visitId: string, place: MePlace | null) =>
      within<null>(visitId, (_, kept) => {
        kept.wanted = place;
        return ok(null);
      }),

    messages: (visitId: string, after?: string) =>
      own(visitId, async (identity) => {
        const question = post('/kiosk/applications/messages', identity, afterOf(after));
        return link.ask(question, messagePage);
      }),

    readMessage: (visitId: string, id: string) =>
      own<null>(visitId, async (identity) => {
        const question = post('/kiosk/applications/messages/read', identity, { id });
        const asked = await link.ask(question, z.object({ serverMs: epochMs }));
        return asked.ok ? ok(null) : asked;
      }),

    cases: (visitId: string, after?: string) =>
      own(visitId, async (identity) => {
        const question = post('/kiosk/applications/cases', identity, afterOf(after));
        return link.ask(question, casePage);
      }),

    bookings: (visitId: string) =>
      own(visitId, async (identity) => {
        const asked = await link.ask(post('/kiosk/bookings/list', identity), bookingReplies.list);
        return asked.ok ? ok({ asOfMs: asked.value.serverMs, rows: asked.value.rows }) : asked;
      }),

    addresses: (visitId: string) =>
      own(visitId, async (identity, kept) => {
        const asked = await askAddresses(post('/kiosk/citizens/addresses', identity), kept);
        return asked.ok ? ok({ rows: asked.value, full: asked.value.length >= MAX_ADDRESSES }) : asked;
      }),

    addressForm: (visitId: string, id: string | null) =>
      within(visitId, ({ identity }, kept) => {
        if (!isProven(identity)) return fail('auth.required');
        const known = id === null ? null : kept.addresses.find((a) => a.id === id);
        if (known === undefined) return fail('not.found');
        return ok({ id: id ?? tools.newId(), fields: addressFields(known, identity) });
      }),

    putAddress: (
      visitId: string,
      { id, values, first }: { id: string; values: Record<string, string>; first: boolean },
    ) =>
      own<KeptOr<{ rows: CitizenAddress[] }>>(visitId, async (identity, kept) => {
        const address = checkedAddress(values, clock.wallMs());
        if (!address.ok) return ok({ kept: false, faults: address.faults });
        const more = { id, address: address.value, first };
        const asked = await askAddresses(post('/kiosk/citizens/addresses/put', identity, more), kept);
        return asked.ok ? ok({ kept: true, rows: asked.value }) : asked;
      }),

    removeAddress: (visitId: string, id: string) =>
      own(visitId, (identity, kept) =>
        askAddresses(post('/kiosk/citizens/addresses/remove', identity, { id }), kept),
      ),

    petitionForm: (visitId: string) =>
      within(visitId, async ({ identity }, { draft }) =>
        ok({
          text: viewOf(TEXT_FIELD, draft?.text ?? ''),
          phone: viewOf(PHONE_FIELD, draft?.phone ?? identity?.phone ?? ''),
          windows: await windows.read(),
        }),
      ),

    keepDraft: (visitId: string, draft: PetitionDraft | null) =>
      within<null>(visitId, (_, kept) => {
        kept.draft = draft;
        return ok(null);
      }),

    file: (visitId: string, draft: PetitionDraft) =>
      within<KeptOr<{ filed: FiledPetition }>>(visitId, (visit, kept) => {
        const key = JSON.stringify(draft);
        const known = kept.filed.get(key);
        if (known !== undefined) return ok({ kept: true, filed: known });
        if (kept.filed.size >= MAX_FILED) return fail('rate.limited');
        const saved = filePetition(tools, visit, draft);
        if (!saved.ok) return saved;
        if (!saved.value.kept) return ok(saved.value);
        const { no, slip } = saved.value;
        const filed = { no, live: link.online() };
        kept.draft = null;
        kept.filed.set(key, filed);
        kept.slips.set(no, slip);
        link.kick();
        tools.log('petition.filed', { kind: draft.kind, terminal: config.terminalId });
        return ok({ kept: true, filed });
      }),

    print: (visitId: string, no: string) =>
      within<null>(visitId, (_, kept) => {
        const slip = kept.slips.get(no);
        return slip === undefined ? fail('not.found') : tools.print(slip);
      }),

    petitions: (visitId: string, after?: string) =>
      own(visitId, async (identity) => {
        const question = post('/kiosk/citizens/petitions', identity, afterOf(after));
        const asked = await link.ask(question, citizenReplies.petitions);
        return asked.ok ? ok({ rows: asked.value.rows, next: asked.value.next }) : asked;
      }),

    data: (visitId: string) =>
      own(visitId, async (identity) => {
        const question = { ...post('/kiosk/citizens/data', identity), timeoutMs: LONG_MS };
        const asked = await link.ask(question, citizenReplies.data);
        return asked.ok ? ok(asked.value.data) : asked;
      }),

    erase: (visitId: string) =>
      own(visitId, async (identity, kept) => {
        const question = { ...post('/kiosk/citizens/erase', identity), timeoutMs: LONG_MS };
        const asked = await link.ask(question, citizenReplies.erase);
        if (!asked.ok) return asked;
        kept.addresses = [];
        tools.forgetDrafts(visitId);
        return ok(asked.value.erasure);
      }),

    stop(): void {
      stopListening();
      windows.stop();
      visitors.clear();
    },
  };
}
export type MeDesk = ReturnType<typeof createMeDesk>;
