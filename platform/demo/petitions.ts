import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { type PetitionBody, petitionBody } from '../../contracts/petition.ts';
import { applyPetitions } from '../citizens/apply.ts';
import { sealAnswer } from '../citizens/rows.ts';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { demoIdNumber } from './cases.ts';
import { DEMO_KIOSK } from './schema.ts';

const EVERY_MS = 130 * 60_000;
const CLERK = 'clerk.demo';
type Told = Pick<PetitionBody, 'kind' | 'text' | 'wantsAnswer'> & { guest?: true; answer?: string };

/** What invented citizens told the hall, the latest first; some of it is answered. */
const TOLD: readonly Told[] = [
  { kind: 'consult', text: '外地户口在卫东区租房，办居住证要带哪些材料？', wantsAnswer: true },
  { kind: 'suggest', text: '自助机旁边能不能放几把椅子，老人排队站得久。', wantsAnswer: false, guest: true },
  {
    kind: 'consult',
    text: '个体户注销以后，税务那边还要单独去办吗？',
    wantsAnswer: true,
    answer: '营业执照注销前要先办理税务注销，两件事可以在一楼综合窗口一次办理。',
  },
  {
    kind: 'complain',
    text: '上午九点取的号，十一点才叫到，中间有窗口没人。',
    wantsAnswer: true,
    guest: true,
  },
  {
    kind: 'correct',
    text: '办件里的联系电话是旧号码，请改成现在登记的号码。',
    wantsAnswer: true,
    answer: '已经核实并更正，办件进度会通知到新号码。',
  },
];

/** Petitions that the kiosk brought, as at any hall. */
export async function seedPetitions(trx: Transaction<Database>, hub: HubContext): Promise<void> {
  const receivedAt = hub.now();
  const items = TOLD.map((told, i) => {
    const petition = demoPetition(told, i, receivedAt.getTime());
    const text = JSON.stringify(petition);
    return { seq: i + 1, text, sha256: createHash('sha256').update(text, 'utf8').digest('hex'), petition };
  });
  await applyPetitions(hub, trx, { terminalId: DEMO_KIOSK, receivedAt }, items);
  for (const [i, { answer }] of TOLD.entries()) {
    const id = items[i]?.petition.id;
    if (id === undefined || answer === undefined) continue;
    await trx
      .updateTable('petition')
      .set({
        state: 'answered',
        answer: sealAnswer(hub.secrets, id, answer),
        closed_at: receivedAt,
        closed_by: CLERK,
      })
      .where('id', '=', id)
      .execute();
  }
}

function demoPetition({ kind, text, wantsAnswer, guest }: Told, i: number, nowMs: number): PetitionBody {
  const serial = 540 + i;
  const person = { name: `演示申请人${serial}`, idNumber: demoIdNumber(serial), by: 'idCard' };
  return petitionBody.parse({
    v: 1,
    id: `0de00000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    terminalId: DEMO_KIOSK,
    app: 'demo',
    at: nowMs - (i + 1) * EVERY_MS,
    person: guest === true ? null : person,
    kind,
    text,
    caseNo: null,
    windowId: null,
    wantsAnswer,
    phone: wantsAnswer ? `100${String(serial).padStart(8, '0')}` : null,
    locale: 'zh-CN',
  });
}
