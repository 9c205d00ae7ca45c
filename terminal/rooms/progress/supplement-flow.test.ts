import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApplicationBody } from '../../../contracts/application.ts';
import { MAX_ASKED } from '../../../contracts/hub/applications-api.ts';
import { checkFlow } from '../../flow/check.ts';
import { applyFaults } from '../../flow/check-apply.ts';
import { begin, reduce, stepAt } from '../../flow/engine.ts';
import { SAMPLE_TODAY, samplePages } from '../../flow/samples.ts';
import type { FlowState } from '../../flow/state.ts';
import { applicationOf } from '../../kiosk/application-body.ts';
import { type SupplementWish, supplementFlow } from './supplement-flow.ts';

const wish = (asked: SupplementWish['asked']): SupplementWish => ({
  receiptNo: 'KIOSK-01-202611241000-AB12',
  itemCode: 'WD01005',
  itemName: '居住证申领',
  asked,
});
const asked = fc.record({
  code: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/),
  title: fc
    .string({ unit: fc.constantFrom('租', '房', '合', '同', '复', '印', '件', 'a', ' ') })
    .map((s) => `材${s}`.slice(0, 90)),
});

describe('the way of a supplement', () => {
  test('is a sound flow, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.array(asked, { minLength: 1, maxLength: MAX_ASKED }), (materials) => {
        const { flow, supplements } = supplementFlow(wish(materials));
        expect(supplements).toBe('KIOSK-01-202611241000-AB12');
        expect(checkFlow(flow, [])).toEqual([]);
        expect(applyFaults(flow)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('asks for no second signature where a clerk asks for one', () => {
    const { flow } = supplementFlow(wish([{ code: 'signature', title: '签名' }]));
    expect(flow.steps.some((s) => s.type === 'scan')).toBe(false);
    expect(flow.steps.filter((s) => s.type === 'sign')).toHaveLength(1);
  });

  test('asks for the seal that was left for afterwards, and whose it is', () => {
    const { flow } = supplementFlow(
      wish([
        { code: 'sealedForm', title: '申请表（盖电子印章）' },
        { code: 'applicationForm', title: '申请表' },
      ]),
    );
    expect(checkFlow(flow, [])).toEqual([]);
    expect(flow.steps.map((s) => s.type)).toEqual([
      'idCard',
      'form',
      'checkAnswers',
      'sign',
      'seal',
      'submit',
      'printSlip',
      'done',
    ]);
  });

  test('another question is another document', () => {
    const one = supplementFlow(wish([{ code: 'lease', title: '租房合同' }]));
    const other = supplementFlow(wish([{ code: 'lease', title: '租房合同（签名）' }]));
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(other.hash).not.toBe(one.hash);
  });

  test('becomes an application that names the earlier one', () => {
    const loaded = supplementFlow(wish([{ code: 'lease', title: '租房合同' }]));
    const { flow } = loaded;
    const identity = {
      name: '张伟民',
      idNumber: '410403198506071230',
      by: 'idCard' as const,
      address: null,
      phone: null,
    };
    let state: FlowState = reduce(flow, begin(flow, SAMPLE_TODAY), { type: 'identity', identity });
    const events = [
      ...samplePages('m1', 2),
      { type: 'next' as const },
      { type: 'next' as const },
      { type: 'signed' as const, pageId: 'p', at: 1 },
      { type: 'next' as const },
    ];
    for (const event of events) state = reduce(flow, state, event);
    const submit = stepAt(flow, state);
    if (submit.type !== 'submit') throw new Error(`stands at ${submit.id}`);
    const made = applicationOf(
      loaded,
      state,
      { ...submit, leavesOut: new Set() },
      {
        id: '3f0c9a52-7c1e-4b8a-9c55-0123456789ab',
        receiptNo: 'KIOSK-01-202611251000-CD34',
        terminalId: 'kiosk-01',
        materials: [],
        locale: 'zh-CN',
        app: 'test/1',
        at: 1,
      },
    );
    expect(made).toMatchObject({
      ok: true,
      value: {
        supplements: 'KIOSK-01-202611241000-AB12',
        itemCode: 'WD01005',
        itemName: '居住证申领',
        applicant: { idNumber: identity.idNumber, by: 'idCard' },
      } satisfies Partial<ApplicationBody> | object,
    });
  });
});
