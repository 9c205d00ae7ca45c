import { randomUUID } from 'node:crypto';
import type { IngestItem } from '../../../contracts/ingest.ts';
import type { PetitionBody } from '../../../contracts/petition.ts';
import { demoIdNumber } from '../../demo/cases.ts';
import { outboxRow } from '../../testing/ratings.ts';

/** A question of the n-th invented person, with an answer asked for; fields as wished. */
export const petitionOf = (
  terminalId: string,
  n: number,
  wish: Partial<PetitionBody> = {},
): PetitionBody => ({
  v: 1,
  id: randomUUID(),
  terminalId,
  app: 'test/1',
  at: Date.UTC(2026, 10, 24, 2),
  person: { name: '测试申请人', idNumber: demoIdNumber(n), by: 'idCard' },
  kind: 'consult',
  text: '办理居住证需要带哪些材料？',
  caseNo: null,
  windowId: null,
  wantsAnswer: true,
  phone: null,
  locale: 'zh-CN',
  ...wish,
});

/** The outbox row of a petition. */
export const petitionRow = (seq: number, body: object): IngestItem =>
  outboxRow(seq, JSON.stringify(body), { kind: 'petition' });
