import type { ApplicationForm, CaseDesk, PersonalPart } from '../../contracts/hub/cases-api.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { Actor } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { sealStanding } from '../seals/verify.ts';
import { toCaseRow } from './console-list.ts';
import { caseRows, type FoundCase } from './list.ts';
import { maskedPersonal, personalOf } from './personal.ts';
import { openBody } from './rows.ts';
import { readTimeline } from './story.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'secrets' | 'log'>;

/** Applications of one case that are named. */
const MAX_APPLICATIONS = 50;

const findApplication = async ({ db }: Pick<Hub, 'db'>, id: string) =>
  (await db.selectFrom('application').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
type Found = NonNullable<Awaited<ReturnType<typeof findApplication>>>;

/** An application's form, masked, with its case. The reading is audited before it is answered. `not.found`. */
export async function readDesk(hub: Hub, id: string, actor: Actor): Promise<Answer<CaseDesk>> {
  const found = await findApplication(hub, id);
  if (found === null) return fail('not.found');
  const file = await caseRows(hub).where('f.case_no', '=', found.case_no).executeTakeFirstOrThrow();
  await note(hub, actor, 'case.open', found);
  return ok({
    case: toCaseRow(file),
    timeline: await readTimeline(hub, found.case_no),
    applications: await applicationsOf(hub, file),
    form: await formOf(hub, found),
  });
}

/** What the form masks. `not.found`: there is no such application, or its content was deleted. */
export async function reveal(hub: Hub, id: string, actor: Actor): Promise<Answer<PersonalPart>> {
  const found = await findApplication(hub, id);
  const body = found && openBody(hub.secrets, found);
  if (found === null || body === null) return fail('not.found');
  await note(hub, actor, 'case.reveal', found);
  return ok(personalOf(body));
}

const note = (hub: Hub, { login, ip }: Actor, action: string, found: Found): Promise<void> =>
  appendAudit(hub, {
    actor: login,
    ip,
    action,
    target: found.case_no,
    result: 'ok',
    detail: { application: found.id },
  });

/** The one that made the case first, then its supplements as they came. */
async function applicationsOf(
  { db }: Pick<Hub, 'db'>,
  { case_no, application_id }: FoundCase,
): Promise<CaseDesk['applications']> {
  const rows = await db
    .selectFrom('application')
    .select(['id', 'receipt_no', 'at'])
    .where('case_no', '=', case_no)
    .orderBy((eb) => eb('id', '<>', application_id))
    .orderBy('received_at')
    .orderBy('id')
    .limit(MAX_APPLICATIONS)
    .execute();
  return rows.map(({ id, receipt_no, at }) => ({ id, receiptNo: receipt_no, atMs: at.getTime() }));
}

async function formOf(hub: Hub, found: Found): Promise<ApplicationForm | null> {
  const body = openBody(hub.secrets, found);
  if (body === null) {
    if (found.body !== null) hub.log.error({ applicationId: found.id }, 'application.unreadable');
    return null;
  }
  const here = await hub.db
    .selectFrom('material')
    .select('id')
    .where('application_id', '=', found.id)
    .execute();
  const ids = new Set(here.map((m) => m.id));
  return {
    id: found.id,
    receiptNo: found.receipt_no,
    atMs: found.at.getTime(),
    receivedMs: found.received_at.getTime(),
    terminalId: found.terminal_id,
    proof: found.proof,
    locale: body.locale,
    flow: { id: body.flow.id, version: body.flow.version },
    name: body.applicant.name,
    enterprise: body.applicant.enterprise,
    personal: maskedPersonal(body),
    materials: body.materials.map((m) => ({ ...m, here: ids.has(m.id) })),
    supplements: body.supplements,
    joint: body.joint ?? null,
    seal: await sealStanding(hub, body),
  };
}
