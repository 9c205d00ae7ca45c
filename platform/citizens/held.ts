import { type HeldData, MAX_HELD } from '../../contracts/hub/citizens-api.ts';
import { dataOf, type HeldApplication } from '../applications/holder-data.ts';
import { maskNumber, maskPhone, maskWithin } from '../applications/mask.ts';
import { openPerson } from '../bookings/rows.ts';
import { matterNames } from '../bookings/rules.ts';
import { HUB_ACTOR } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import { draftsOf } from '../drafts/list.ts';
import { openDraft, placesOf } from '../drafts/rows.ts';
import { listAddresses } from './addresses.ts';
import { viewsOf } from './petitions.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'secrets' | 'log'>;

/**
 * All that the hall holds of a person, for their own eyes at a kiosk: the newest of each kind, numbers and telephones
 * masked. The look is audited before it is answered.
 */
export async function readHeld(hub: Hub, holder: Buffer, terminalId: string): Promise<HeldData> {
  const entry = { actor: HUB_ACTOR, action: 'citizen.look', target: terminalId, result: 'ok' as const };
  await appendAudit(hub, entry);
  const { applications, messages, more } = await dataOf(hub, holder);
  const bookings = await bookingsOf(hub, holder);
  const petitions = await hub.db
    .selectFrom('petition')
    .selectAll()
    .where('holder', '=', holder)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MAX_HELD + 1)
    .execute();
  const prints = await hub.db
    .selectFrom('certificate_print')
    .select(['type_code', 'purpose', 'day', 'no'])
    .where('holder', '=', holder)
    .orderBy('granted_at', 'desc')
    .orderBy('id')
    .limit(MAX_HELD + 1)
    .execute();
  const all = [applications, messages, bookings, petitions, prints];
  return {
    applications: applications.slice(0, MAX_HELD).map(applicationOf),
    bookings: bookings.slice(0, MAX_HELD),
    addresses: await listAddresses(hub, holder),
    petitions: viewsOf(hub, petitions.slice(0, MAX_HELD)),
    messages: messages.slice(0, MAX_HELD).map(({ event, no, title, note, atMs }) => ({
      event,
      no,
      title,
      note,
      atMs,
    })),
    drafts: await heldDrafts(hub, holder),
    prints: prints
      .slice(0, MAX_HELD)
      .map(({ type_code, purpose, day, no }) => ({ typeCode: type_code, purpose, day, no })),
    more: more || all.some((rows) => rows.length > MAX_HELD),
  };
}

function applicationOf(held: HeldApplication): HeldData['applications'][number] {
  const { application: body } = held;
  return {
    receiptNo: held.receiptNo,
    caseNo: held.caseNo,
    itemName: body?.itemName ?? null,
    state: held.state,
    atMs: held.submittedMs,
    applicant: body && {
      name: body.applicant.name,
      number: maskNumber(body.applicant.idNumber),
      phone: body.applicant.phone === null ? null : maskPhone(body.applicant.phone),
      enterprise: body.applicant.enterprise?.name ?? null,
    },
    answers: (body?.answers ?? []).map(({ label, shown }) => ({ label, value: maskWithin(shown) })),
    delivery:
      body?.delivery.way === 'express'
        ? `${body.delivery.recipient} ${maskPhone(body.delivery.phone)} ${body.delivery.address}`
        : null,
    materials: held.materials.map(({ title, pages, reuse }) => ({ title, pages, reuse })),
  };
}

async function heldDrafts(hub: Hub, holder: Buffer): Promise<HeldData['drafts']> {
  const rows = await draftsOf(hub, holder);
  const places = await placesOf(
    hub.db,
    rows.map((r) => r.terminal_id),
  );
  return rows.flatMap((row) => {
    const draft = openDraft(hub.secrets, row);
    if (draft === null) return [];
    const answers = draft.shown.map(({ label, value }) => ({ label, value: maskWithin(value) }));
    const place = places.get(row.terminal_id) ?? null;
    return [{ title: draft.title, savedMs: row.saved_at.getTime(), place, answers }];
  });
}

async function bookingsOf(hub: Hub, holder: Buffer): Promise<HeldData['bookings']> {
  const rows = await hub.db
    .selectFrom('booking')
    .selectAll()
    .where('holder', '=', holder)
    .orderBy('starts_at', 'desc')
    .orderBy('id')
    .limit(MAX_HELD + 1)
    .execute();
  const matters = await matterNames(
    hub.db,
    rows.map((r) => r.matter_id),
  );
  return rows.flatMap((row) => {
    const matter = matters.get(row.matter_id);
    const person = openPerson(hub.secrets, row);
    if (matter === undefined) return [];
    return [
      {
        no: row.no,
        matter: matter.name,
        day: row.day,
        minute: row.minute,
        state: row.state,
        name: person?.name ?? null,
        phone: person?.phone == null ? null : maskPhone(person.phone),
      },
    ];
  });
}
