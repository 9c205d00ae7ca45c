import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApplicationBody } from '../../contracts/application.ts';
import { RATING_PHOTO } from '../../contracts/material.ts';
import { openApplicant } from '../cases/applicant.ts';
import { checkCase } from '../cases/check.ts';
import { ratingStory } from '../console/ratings/story.ts';
import { recheckUnknownCases } from '../ingest/recheck.ts';
import { pdfOf } from '../materials/testing/documents.ts';
import { materialOf, materialRow, sendRows, signed } from '../materials/testing/materials.ts';
import { createRequest } from '../requests/create.ts';
import { holderOf } from '../secrets.ts';
import { HALL, type TestContext, testContext } from '../testing/hub.ts';
import { outboxRow, sampleCase, sampleRating } from '../testing/ratings.ts';
import { addTerminal, newTerminal, type TestTerminal } from '../testing/terminals.ts';
import { readDesk } from './desk.ts';
import { applicationOf, applicationRow, idNumberOf, newReceiptNo } from './testing/applications.ts';

const EPOCH = '22222222-2222-4222-8222-222222222222';
let hub: TestContext;
let a: TestTerminal;
let b: TestTerminal;
let pdf: Buffer;
let seq = 0;
beforeAll(async () => {
  hub = await testContext({ now: () => new Date(Date.UTC(2026, 10, 24, 4)) });
  a = await addTerminal(hub, newTerminal('kiosk-a', 'w1'));
  b = await addTerminal(hub, newTerminal('kiosk-b', 'w2'));
  pdf = await pdfOf(1);
});
afterAll(() => hub.close());

const send = async (terminal: TestTerminal, body: ApplicationBody) => {
  seq += 1;
  const [outcome] = await sendRows(hub, terminal, [applicationRow(seq, body)], EPOCH);
  return outcome === undefined ? 'none' : (outcome.code ?? outcome.outcome);
};
const sendMaterial = async (terminal: TestTerminal, applicationId: string, code = 'id-copy') => {
  seq += 1;
  const body = signed(terminal, materialOf(terminal, pdf, 1, { applicationId, code }));
  await sendRows(hub, terminal, [materialRow(seq, body)], EPOCH);
  return body.id;
};
const rowOf = (id: string) =>
  hub.db.selectFrom('application').selectAll().where('id', '=', id).executeTakeFirst();
const fileOf = (caseNo: string) =>
  hub.db.selectFrom('case_file').selectAll().where('case_no', '=', caseNo).executeTakeFirstOrThrow();
const eventsOf = async (caseNo: string) =>
  (
    await hub.db.selectFrom('case_event').select('kind').where('case_no', '=', caseNo).orderBy('n').execute()
  ).map((e) => e.kind);
const caseOf = async (body: ApplicationBody): Promise<string> => (await rowOf(body.id))?.case_no ?? '';

describe('an application', () => {
  test('makes a case with a number by the hall’s rule, its first event and a message', async () => {
    const body = applicationOf('kiosk-a');
    expect(await send(a, body)).toBe('stored');
    const caseNo = await caseOf(body);
    expect(caseNo).toMatch(/^WD2026\d{6}$/);
    expect(await fileOf(caseNo)).toMatchObject({
      application_id: body.id,
      item_code: HALL.item,
      item_known: true,
      state: 'submitted',
      submitted_at: new Date(body.at),
    });
    expect(await eventsOf(caseNo)).toEqual(['submitted']);
    const messages = await hub.db
      .selectFrom('citizen_message')
      .select(['event', 'read_at', 'holder'])
      .where('no', '=', caseNo)
      .execute();
    const holder = holderOf(hub.secrets, body.applicant.idNumber);
    expect(messages).toEqual([{ event: 'case.submitted', read_at: null, holder }]);
  });

  test('keeps nothing of the person in clear', async () => {
    const body = applicationOf('kiosk-a', { who: { name: '柯南道', idNumber: idNumberOf(77) } });
    await send(a, body);
    const caseNo = await caseOf(body);
    for (const table of [
      'application',
      'case_file',
      'case_event',
      'citizen_message',
      'hall_case',
      'inbox',
    ] as const) {
      const text = JSON.stringify(await hub.db.selectFrom(table).selectAll().execute(), (_, value) =>
        value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
      );
      const utf8 = Buffer.from('柯南道', 'utf8').toString('latin1');
      for (const secret of [idNumberOf(77), '柯南道', utf8, '13800001234'])
        expect(text).not.toContain(secret);
    }
    const kept = await hub.db
      .selectFrom('hall_case')
      .select('applicant')
      .where('case_no', '=', caseNo)
      .executeTakeFirstOrThrow();
    expect(openApplicant(hub.secrets, caseNo, kept.applicant ?? Buffer.alloc(0))?.name).toBe('柯南道');
  });

  test('takes effect once, whatever number it comes under', async () => {
    const body = applicationOf('kiosk-a');
    expect([await send(a, body), await send(a, body)]).toEqual(['stored', 'stored']);
    const caseNo = await caseOf(body);
    expect(await eventsOf(caseNo)).toEqual(['submitted']);
    expect(await send(a, { ...body, itemName: '另一事项' })).toBe('apply.idTaken');
    expect((await fileOf(caseNo)).item_name).toBe('企业设立登记');
  });

  test('takes effect once when the same row comes twice at the same time', async () => {
    const body = applicationOf('kiosk-a');
    const outcomes = await Promise.all([send(a, body), send(a, body), send(a, body)]);
    expect(outcomes).toEqual(['stored', 'stored', 'stored']);
    expect(await eventsOf(await caseOf(body))).toEqual(['submitted']);
  });

  test('of another terminal is refused, put aside and audited', async () => {
    const body = applicationOf('kiosk-a');
    await send(a, body);
    expect(await send(b, { ...body, terminalId: 'kiosk-b' })).toBe('apply.notYours');
    expect(await send(b, applicationOf('kiosk-a'))).toBe('apply.notYours');
    const aside = await hub.db
      .selectFrom('quarantine')
      .select(['kind', 'reason'])
      .where('terminal_id', '=', 'kiosk-b')
      .execute();
    expect(aside).toEqual([
      { kind: 'application', reason: 'apply.notYours' },
      { kind: 'application', reason: 'apply.notYours' },
    ]);
    const audits = await hub.db
      .selectFrom('audit')
      .select(['action', 'result'])
      .where('target', '=', 'kiosk-b')
      .execute();
    expect(audits).toEqual([
      { action: 'ingest.refused', result: 'refused' },
      { action: 'ingest.refused', result: 'refused' },
    ]);
    expect((await rowOf(body.id))?.terminal_id).toBe('kiosk-a');
  });

  test('under an id whose materials another terminal has sent is refused', async () => {
    const id = randomUUID();
    await sendMaterial(a, id);
    expect(await send(b, applicationOf('kiosk-b', { id }))).toBe('apply.notYours');
    expect(await rowOf(id)).toBeUndefined();
  });

  test('with a receipt number that is taken is refused, and the first stands', async () => {
    const first = applicationOf('kiosk-a');
    await send(a, first);
    expect(await send(b, applicationOf('kiosk-b', { receiptNo: first.receiptNo }))).toBe(
      'apply.receiptTaken',
    );
    expect(await eventsOf(await caseOf(first))).toEqual(['submitted']);
  });

  test('of an item that the hall does not know is kept and marked', async () => {
    const body = applicationOf('kiosk-a', { itemCode: 'item-unheard', itemName: '未登记的事项' });
    expect(await send(a, body)).toBe('stored');
    const caseNo = await caseOf(body);
    expect(await fileOf(caseNo)).toMatchObject({ item_known: false, item_name: '未登记的事项' });
    expect((await checkCase(hub, caseNo, 1)).state).toBe('unknown');
  });

  test.each([
    ['an item code that looks wrong', { itemCode: '../etc' }],
    ['a receipt number that looks wrong', { receiptNo: 'x' }],
    ['a field that nobody knows', { extra: 1 } as object],
  ])('with %s is no application', async (_, wish) => {
    seq += 1;
    const text = JSON.stringify({ ...applicationOf('kiosk-a'), ...wish });
    const [outcome] = await sendRows(hub, a, [outboxRow(seq, text, { kind: 'application' })], EPOCH);
    expect(outcome).toMatchObject({ outcome: 'rejected', code: 'ingest.badBody' });
  });

  test('that says it was made in the future was made when it came', async () => {
    const body = applicationOf('kiosk-a', { at: Date.UTC(2099, 0, 1) });
    await send(a, body);
    expect((await fileOf(await caseOf(body))).submitted_at).toEqual(hub.now());
  });

  test('of the last hour of a year in China has the number of that year', async () => {
    const body = applicationOf('kiosk-a', { at: Date.UTC(2025, 11, 31, 16, 30) });
    await send(a, body);
    expect(await caseOf(body)).toMatch(/^WD2026/);
    const before = applicationOf('kiosk-a', { at: Date.UTC(2025, 11, 31, 15, 30) });
    await send(a, before);
    expect(await caseOf(before)).toMatch(/^WD2025/);
  });
});

describe('materials and their application', () => {
  const caseNosOf = async (applicationId: string) =>
    (
      await hub.db
        .selectFrom('material as m')
        .innerJoin('material_application as ma', 'ma.id', 'm.application_id')
        .select(['m.case_no', 'ma.case_no as of_application'])
        .where('m.application_id', '=', applicationId)
        .execute()
    ).flatMap((r) => [r.case_no, r.of_application]);

  test.each(['first', 'last', 'in between'])(
    'find each other when the application comes %s',
    async (when) => {
      const body = applicationOf('kiosk-a');
      if (when !== 'first') await sendMaterial(a, body.id);
      await send(a, body);
      if (when !== 'last') await sendMaterial(a, body.id);
      const found = await caseNosOf(body.id);
      const caseNo = await caseOf(body);
      expect(found.length).toBe(when === 'in between' ? 4 : 2);
      expect(new Set(found)).toEqual(new Set([caseNo]));
    },
  );

  test('find each other in one batch', async () => {
    const body = applicationOf('kiosk-a');
    const material = signed(a, materialOf(a, pdf, 1, { applicationId: body.id, reuse: true }));
    const rows = [applicationRow(seq + 1, body), materialRow(seq + 2, material)];
    seq += 2;
    const outcomes = await sendRows(hub, a, rows, EPOCH);
    expect(outcomes.map((o) => o.outcome)).toEqual(['stored', 'stored']);
    expect(new Set(await caseNosOf(body.id))).toEqual(new Set([await caseOf(body)]));
  });
});

describe('applications that were submitted as one', () => {
  const joint = (n: number, no: string) => ({ no, n, of: 2 });

  test('make a case each, with its own number, and each says that it is one of them', async () => {
    const no = newReceiptNo();
    const who = { idNumber: idNumberOf(9) };
    const first = applicationOf('kiosk-a', { who, receiptNo: no, joint: joint(1, no) });
    const second = applicationOf('kiosk-a', { who, receiptNo: `${no}-2`, joint: joint(2, no) });
    const rows = [first, second].map((body, n) => applicationRow(seq + 1 + n, body));
    seq += 2;
    const outcomes = await sendRows(hub, a, rows, EPOCH);
    expect(outcomes.map((o) => o.outcome)).toEqual(['stored', 'stored']);
    const cases = await Promise.all([first, second].map(caseOf));
    expect(new Set(cases).size).toBe(2);
    for (const [n, body] of [first, second].entries()) {
      const desk = await readDesk(hub, body.id, { login: 'clerk', ip: null });
      if (!desk.ok) throw new Error(desk.error.code);
      expect(desk.value.form?.joint).toEqual(joint(n + 1, no));
      expect(desk.value.case).toMatchObject({ receiptNo: body.receiptNo, caseNo: cases[n] });
    }
  });

  test('that name themselves wrongly are refused', async () => {
    const no = newReceiptNo();
    expect(await send(a, applicationOf('kiosk-a', { receiptNo: no, joint: joint(3, no) }))).not.toBe(
      'stored',
    );
  });
});

describe('a supplement', () => {
  test('adds to the earlier case, also where nothing was asked for', async () => {
    const first = applicationOf('kiosk-a', { who: { idNumber: idNumberOf(5) } });
    await send(a, first);
    // At another machine.
    const more = applicationOf('kiosk-b', {
      who: { idNumber: idNumberOf(5) },
      supplements: first.receiptNo,
    });
    expect(await send(b, more)).toBe('stored');
    const caseNo = await caseOf(first);
    expect(await caseOf(more)).toBe(caseNo);
    expect(await eventsOf(caseNo)).toEqual(['submitted', 'supplemented']);
    expect((await fileOf(caseNo)).state).toBe('submitted');
  });

  test('answers what was asked for', async () => {
    const first = applicationOf('kiosk-a', { who: { idNumber: idNumberOf(6) } });
    await send(a, first);
    const caseNo = await caseOf(first);
    await hub.db
      .updateTable('case_file')
      .set({ state: 'supplement' })
      .where('case_no', '=', caseNo)
      .execute();
    await send(
      a,
      applicationOf('kiosk-a', { who: { idNumber: idNumberOf(6) }, supplements: first.receiptNo }),
    );
    expect((await fileOf(caseNo)).state).toBe('supplemented');
  });

  test.each(['somebody else’s', 'an unknown'])('to %s receipt makes a case of its own', async (whose) => {
    const first = applicationOf('kiosk-a', { who: { idNumber: idNumberOf(7) } });
    await send(a, first);
    const supplements = whose === 'an unknown' ? newReceiptNo() : first.receiptNo;
    const more = applicationOf('kiosk-a', { who: { idNumber: idNumberOf(8) }, supplements });
    expect(await send(a, more)).toBe('stored');
    expect(await caseOf(more)).not.toBe(await caseOf(first));
    expect(await eventsOf(await caseOf(first))).toEqual(['submitted']);
  });
});

test('the counter asks for a rating of the case, and the rating counts', async () => {
  const body = applicationOf('kiosk-a');
  await send(a, body);
  const caseNo = await caseOf(body);
  const request = await createRequest(hub, { windowId: 'w1', caseNo, stage: 1, source: 'api' });
  expect(request).toMatchObject({ ok: true, value: { case: { itemCode: HALL.item } } });
  seq += 1;
  const rating = sampleRating({ case: { ...sampleCase(caseNo), stage: 1 } });
  await sendRows(hub, a, [outboxRow(seq, rating)], EPOCH);
  expect((await checkCase(hub, caseNo, 1)).state).toBe('alreadyRated');
});

describe('a rating by receipt number', () => {
  const ratingOf = (no: string) =>
    sampleRating({ requestId: null, source: 'typed', checked: false, case: { ...sampleCase(no), stage: 1 } });
  const statusOf = async (id: string) => {
    const row = await hub.db
      .selectFrom('rating')
      .select(['case_no', 'status', 'duplicate_of'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return { caseNo: row.case_no, status: row.status, duplicateOf: row.duplicate_of };
  };
  const sendRating = async (rating: ReturnType<typeof ratingOf>) => {
    seq += 1;
    await sendRows(hub, a, [outboxRow(seq, rating)], EPOCH);
  };

  test('comes with its application, counts for the case, and once', async () => {
    const body = applicationOf('kiosk-a');
    const first = ratingOf(body.receiptNo);
    seq += 2;
    await sendRows(hub, a, [outboxRow(seq, first), applicationRow(seq - 1, body)], EPOCH);
    const caseNo = await caseOf(body);
    expect(await statusOf(first.id)).toEqual({ caseNo, status: 'counted', duplicateOf: null });
    for (const no of [caseNo, body.receiptNo]) {
      const again = ratingOf(no);
      await sendRating(again);
      expect(await statusOf(again.id)).toEqual({ caseNo, status: 'duplicate', duplicateOf: first.id });
      expect(await checkCase(hub, no, 1)).toMatchObject({ state: 'alreadyRated', case: { caseNo } });
      expect((await checkCase(hub, no, 2)).state).toBe('found');
    }
  });

  test('comes before its application, and counts once that is here', async () => {
    const body = applicationOf('kiosk-a');
    const early = ratingOf(body.receiptNo);
    await sendRating(early);
    expect((await statusOf(early.id)).status).toBe('unknownCase');
    await send(a, body);
    expect(await recheckUnknownCases(hub)).toBe(1);
    expect(await statusOf(early.id)).toMatchObject({ caseNo: await caseOf(body), status: 'counted' });
  });

  test('never leads away from a case that has this number', async () => {
    const first = applicationOf('kiosk-a');
    await send(a, first);
    const caseNo = await caseOf(first);
    await send(b, applicationOf('kiosk-b', { receiptNo: caseNo }));
    const rating = ratingOf(caseNo);
    await sendRating(rating);
    expect(await statusOf(rating.id)).toMatchObject({ caseNo, status: 'counted' });
    expect((await checkCase(hub, caseNo, 1)).case?.caseNo).toBe(caseNo);
  });

  test('has its photograph beside it, for those who read ratings', async () => {
    const rating = ratingOf('W-PHOTO-1');
    await sendRating(rating);
    await sendMaterial(a, rating.id, RATING_PHOTO);
    const user = {
      id: hub.newId(),
      login: 'officer',
      name: '',
      role: 'rating',
      mustChangePassword: false,
    } as const;
    const story = await ratingStory(hub, rating.id, {
      user,
      actor: { login: 'officer', ip: '127.0.0.1' },
    });
    expect(story).toMatchObject({ ok: true, value: { photos: 1, videos: 0 } });
  });
});
