import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { ApplicationBody } from '../../../contracts/application.ts';
import type { IngestItem } from '../../../contracts/ingest.ts';
import { demoIdNumber } from '../../demo/cases.ts';
import { HALL } from '../../testing/hall.ts';
import { outboxRow } from '../../testing/ratings.ts';

/** A resident's number that nobody has; another for each serial. */
export const idNumberOf = demoIdNumber;

export const newReceiptNo = (): string => `KA-${randomBytes(6).toString('hex').toUpperCase()}`;

/** An application of the test hall's item; fields as wished. */
export function applicationOf(
  terminalId: string,
  wish: Partial<ApplicationBody> & { who?: Partial<ApplicationBody['applicant']> } = {},
): ApplicationBody {
  const { who, ...fields } = wish;
  return {
    v: 1,
    id: randomUUID(),
    receiptNo: newReceiptNo(),
    terminalId,
    itemCode: HALL.item,
    itemName: '企业设立登记',
    flow: {
      id: 'company-registration',
      version: '1.0.0',
      hash: createHash('sha256').update('flow').digest('hex'),
    },
    applicant: {
      name: '测试申请人',
      idNumber: idNumberOf(1),
      by: 'idCard',
      phone: '13800001234',
      enterprise: null,
      ...who,
    },
    answers: [
      { stepId: 'company', fieldId: 'name', label: '企业名称', value: '测试商行', shown: '测试商行' },
      { stepId: 'company', fieldId: 'agent', label: '经办人号码', value: '', shown: idNumberOf(1) },
    ],
    materials: [],
    delivery: { way: 'window' },
    supplements: null,
    locale: 'zh-CN',
    app: 'test/1',
    at: Date.UTC(2026, 10, 24, 3),
    ...fields,
  };
}

/** The outbox row of an application. */
export const applicationRow = (seq: number, body: ApplicationBody): IngestItem =>
  outboxRow(seq, JSON.stringify(body), { kind: 'application' });
