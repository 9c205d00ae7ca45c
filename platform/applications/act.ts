import type { CaseEventKind, CaseState } from '../../contracts/hub/applications-api.ts';
import type { CaseAction } from '../../contracts/hub/cases-api.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { Actor } from '../console/actor.ts';
import { appendAudit } from '../console/audit/append.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { addEvent } from './events.ts';
import { nextState } from './machine.ts';
import { putHallCase } from './open-case.ts';
import { openBody } from './rows.ts';

const EVENTS = {
  accept: 'accepted',
  askSupplement: 'supplementAsked',
  conclude: 'concluded',
  refuse: 'refused',
} as const satisfies Record<CaseAction['action'], CaseEventKind>;

/**
 * What a clerk does to a case: event, state, message, the counters' row of the case and the audit line stand or fall
 * together. Answers the new state. `case.unknown` · `case.notNow`: not in the state that the case has by now.
 */
export async function actOnCase(
  hub: Pick<HubContext, 'db' | 'now' | 'newId' | 'secrets'>,
  caseNo: string,
  act: CaseAction,
  actor: Actor,
): Promise<Answer<CaseState>> {
  return hub.db.transaction().execute(async (trx) => {
    const file = await trx
      .selectFrom('case_file')
      .selectAll()
      .where('case_no', '=', caseNo)
      .forUpdate()
      .executeTakeFirst();
    if (file === undefined) return fail('case.unknown');
    const kind = EVENTS[act.action];
    const state = nextState(file.state, kind);
    if (state === null) return fail('case.notNow');
    const at = hub.now();
    await addEvent(hub, trx, file, state, {
      kind,
      actor: actor.login,
      applicationId: null,
      words: {
        reason: act.action === 'accept' ? null : act.reason,
        asked: act.action === 'askSupplement' ? act.asked : [],
      },
      at,
    });
    const application = await trx
      .selectFrom('application')
      .select(['id', 'body'])
      .where('id', '=', file.application_id)
      .executeTakeFirstOrThrow();
    await putHallCase(hub, trx, { ...file, state }, openBody(hub.secrets, application), at);
    const entry = {
      actor: actor.login,
      ip: actor.ip,
      action: `case.${act.action}`,
      target: caseNo,
      result: 'ok' as const,
      detail: { from: file.state, to: state },
    };
    await appendAudit(hub, entry, trx);
    return ok(state);
  });
}
