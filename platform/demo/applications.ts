import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { type ApplicationBody, applicationBody } from '../../contracts/application.ts';
import type { CaseEventKind, CaseState } from '../../contracts/hub/applications-api.ts';
import { applyApplications } from '../applications/apply.ts';
import { addEvent } from '../applications/events.ts';
import { nextState } from '../applications/machine.ts';
import { NO_WORDS } from '../applications/rows.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { demoIdNumber } from './cases.ts';
import { DEMO_KIOSK, type DemoHall } from './schema.ts';

const COUNT = 14;
const EVERY_MS = 95 * 60_000;
const EPOCH = '0de00000-0000-4000-8000-000000000001';
const CLERK = 'clerk.demo';
/** What became of one after the other; over again after the last. */
const FATES: readonly (readonly CaseEventKind[])[] = [
  [],
  ['accepted'],
  ['supplementAsked'],
  ['accepted', 'concluded'],
  ['refused'],
  [],
  ['supplementAsked', 'supplemented'],
];
const WORDS: Partial<Record<CaseEventKind, string>> = {
  supplementAsked: '住所证明缺少房屋所有人签字，请补交签字后的原件扫描件。',
  concluded: '准予办理，结果可在窗口领取。',
  refused: '所申请事项不属于本部门职权范围，请向有权部门提出。',
};

/** Applications that the kiosk brought, each made into a case as at any hall. Every applicant is invented. */
export async function seedApplications(
  trx: Transaction<Database>,
  hub: HubContext,
  hall: DemoHall,
): Promise<void> {
  const receivedAt = hub.now();
  const bodies = Array.from({ length: COUNT }, (_, i) => demoApplication(hall, i, receivedAt.getTime()));
  const items = bodies.map((application, i) => {
    const text = JSON.stringify(application);
    const sha256 = createHash('sha256').update(text, 'utf8').digest('hex');
    return { seq: i + 1, text, sha256, application };
  });
  await applyApplications(hub, trx, { terminalId: DEMO_KIOSK, epoch: EPOCH, receivedAt }, items);
  const files = await trx
    .selectFrom('case_file')
    .selectAll()
    .where(
      'application_id',
      'in',
      bodies.map((b) => b.id),
    )
    .orderBy('submitted_at', 'desc')
    .execute();
  for (const [i, file] of files.entries()) {
    let state: CaseState = file.state;
    for (const [step, kind] of (FATES[i % FATES.length] ?? []).entries()) {
      state = nextState(state, kind) ?? state;
      const reason = WORDS[kind] ?? null;
      const asked = kind === 'supplementAsked' ? [{ code: 'premises', title: '住所（经营场所）证明' }] : [];
      await addEvent(hub, trx, file, state, {
        kind,
        actor: kind === 'supplemented' ? null : CLERK,
        applicationId: null,
        words: reason === null ? NO_WORDS : { reason, asked },
        at: new Date(Math.min(file.submitted_at.getTime() + (step + 1) * 20 * 60_000, receivedAt.getTime())),
      });
    }
  }
}

/** The same at every call but for its time, which leads up to `nowMs`. */
function demoApplication(hall: DemoHall, i: number, nowMs: number): ApplicationBody {
  const item = hall.items[(i * 7) % hall.items.length];
  if (item === undefined) throw new Error('the demonstration hall has no item');
  const serial = 500 + i;
  return applicationBody.parse({
    v: 1,
    id: `0de00000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    receiptNo: `DEMO-${createHash('sha256').update(`demo ${i}`).digest('hex').slice(0, 12).toUpperCase()}`,
    terminalId: DEMO_KIOSK,
    itemCode: item.code,
    itemName: item.zh,
    flow: { id: 'demo', version: '1.0.0', hash: createHash('sha256').update('demo').digest('hex') },
    applicant: {
      name: `演示申请人${serial}`,
      idNumber: demoIdNumber(serial),
      by: i % 6 === 4 ? 'typed' : 'idCard',
      phone: `100${String(serial).padStart(8, '0')}`,
      enterprise: null,
    },
    answers: [
      {
        stepId: 'details',
        fieldId: 'address',
        label: '现住址',
        value: '',
        shown: `平顶山市卫东区示例路 ${i + 1} 号`,
      },
      { stepId: 'details', fieldId: 'reason', label: '申请理由', value: '', shown: '按规定申请办理' },
      {
        stepId: 'details',
        fieldId: 'phone',
        label: '联系电话',
        value: '',
        shown: `100${String(serial).padStart(8, '0')}`,
      },
    ],
    materials: [],
    delivery: { way: 'window' },
    supplements: null,
    locale: 'zh-CN',
    app: 'demo',
    at: nowMs - i * EVERY_MS,
  });
}
