import type { Transaction } from 'kysely';
import type { PetitionContact, PetitionStory } from '../../contracts/hub/petitions-api.ts';
import type { PetitionKind, PetitionState } from '../../contracts/petition.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { fail, ok } from '../../contracts/result.ts';
import { maskPhone } from '../applications/mask.ts';
import { putMessage } from '../applications/messages.ts';
import type { Actor } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import type { Answer } from '../refusal.ts';
import { toRow } from './console-list.ts';
import { type FoundPetition, openAnswer, openPetition, sealAnswer } from './rows.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'newId' | 'secrets' | 'log'>;

async function find({ db }: Pick<Hub, 'db'>, id: string): Promise<FoundPetition | null> {
  return (await db.selectFrom('petition').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

const entryOf = ({ login, ip }: Actor, what: string, row: Pick<FoundPetition, 'no'>) => ({
  actor: login,
  ip,
  action: `petition.${what}`,
  target: row.no,
  result: 'ok' as const,
});

/** What was said, and by whom, masked. The reading is audited before it is answered. `not.found`. */
export async function readPetition(hub: Hub, id: string, actor: Actor): Promise<Answer<PetitionStory>> {
  const row = await find(hub, id);
  if (row === null) return fail('not.found');
  await appendAudit(hub, entryOf(actor, 'open', row));
  const body = openPetition(hub.secrets, row);
  if (body === null && row.body !== null) hub.log.error({ petitionId: id }, 'petition.unreadable');
  return ok({
    row: toRow(row),
    text: body?.text ?? null,
    name: body?.person == null ? null : maskName(body.person.name),
    phone: body?.phone == null ? null : maskPhone(body.phone),
    locale: body?.locale ?? 'zh-CN',
    receivedMs: row.received_at.getTime(),
    answer: openAnswer(hub.secrets, row),
    closedBy: row.closed_by,
  });
}

/** Name and telephone, whole. `not.found`: there is no such petition, or its content was deleted. */
export async function revealContact(hub: Hub, id: string, actor: Actor): Promise<Answer<PetitionContact>> {
  const row = await find(hub, id);
  const body = row && openPetition(hub.secrets, row);
  if (row === null || body === null) return fail('not.found');
  await appendAudit(hub, entryOf(actor, 'reveal', row));
  return ok({ name: body.person?.name ?? null, phone: body.phone });
}

/** The family name stays. */
const maskName = (name: string): string => {
  const [first = '', ...others] = [...name];
  return first + '*'.repeat(others.length);
};

const TITLES: Readonly<Record<PetitionKind, Record<Locale, string>>> = {
  consult: { 'zh-CN': '咨询', en: 'Question' },
  complain: { 'zh-CN': '投诉', en: 'Complaint' },
  suggest: { 'zh-CN': '建议', en: 'Suggestion' },
  correct: { 'zh-CN': '个人信息更正', en: 'Correction of my data' },
};

/**
 * The clerk's answer: state, message to whoever left the petition, and audit line stand or fall together. `not.found`,
 * `petition.notNow`: somebody has ended it, or its content was deleted.
 */
export function answerPetition(
  hub: Hub,
  { id, text }: { id: string; text: string },
  actor: Actor,
): Promise<Answer<PetitionState>> {
  return end(hub, id, actor, async (trx, row) => {
    const body = openPetition(hub.secrets, row);
    if (body === null) return null;
    if (row.holder !== null)
      await putMessage(hub, trx, {
        holder: row.holder,
        event: 'petition.answered',
        no: row.no,
        title: TITLES[row.kind][body.locale],
        note: text,
        asked: [],
        at: hub.now(),
      });
    return { state: 'answered', answer: sealAnswer(hub.secrets, id, text), audit: 'answer' };
  });
}

/** Read, without an answer. `not.found`, `petition.notNow`: it has ended, or an answer is asked for. */
export const notePetition = (hub: Hub, id: string, actor: Actor): Promise<Answer<PetitionState>> =>
  end(hub, id, actor, async (_, row) =>
    row.wants_answer ? null : { state: 'noted', answer: null, audit: 'note' },
  );

type Ending = { state: PetitionState; answer: Buffer | null; audit: string };

/** Ends a petition that is open; `how` says with what, null: not so. */
function end(
  hub: Hub,
  id: string,
  actor: Actor,
  how: (trx: Transaction<Database>, row: FoundPetition) => Promise<Ending | null>,
): Promise<Answer<PetitionState>> {
  return hub.db.transaction().execute(async (trx): Promise<Answer<PetitionState>> => {
    const row = await trx
      .selectFrom('petition')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return fail('not.found');
    const ending = row.state === 'received' ? await how(trx, row) : null;
    if (ending === null) return fail('petition.notNow');
    const { state, answer, audit } = ending;
    await trx
      .updateTable('petition')
      .set({ state, answer, closed_at: hub.now(), closed_by: actor.login })
      .where('id', '=', id)
      .execute();
    await appendAudit(hub, entryOf(actor, audit, row), trx);
    return ok(state);
  });
}
