import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseNo } from '../../../contracts/primitives.ts';
import { parseEvaluationUrl } from './evaluation-url.ts';

const twice = (query: string): string =>
  Buffer.from(Buffer.from(query, 'utf8').toString('base64'), 'utf8').toString('base64');
const ANHUI =
  'key=PJQ&evaluateChannel=PJQ&projNo=340000-2026-1&serviceCode=SC01&serviceVersion=3&applicantName=张三' +
  '&handleStateCode=1&regionCode=340000&version=2&userProp=1' +
  `&evaluatedPersonInfo=${encodeURIComponent('[{"loginName":"A001","name":"李四"}]')}`;

describe('an evaluation address', () => {
  test('of Anhui, in the published double base64 and in plain', () => {
    const wanted = { caseNo: '340000-2026-1', stage: 1, itemCode: 'SC01', itemName: null, staffNo: 'A001' };
    for (const url of [
      `https://pj.example/eval?${ANHUI}`,
      `https://pj.example/eval?${twice(ANHUI)}`,
      `https://pj.example/eval?p=${encodeURIComponent(twice(ANHUI))}`,
      `https://pj.example/eval/${encodeURIComponent(twice(ANHUI))}`,
      `https://pj.example/eval?${twice(ANHUI)}#/top`,
    ])
      expect(parseEvaluationUrl(url)).toEqual({ ok: true, value: wanted });
  });

  test('of Zhejiang and of Guangdong', () => {
    expect(
      parseEvaluationUrl('http://e/x?projectNo=ZJ1&taskCode=T-1&taskName=%E8%AE%BE%E7%AB%8B&proStatus=3'),
    ).toEqual({
      ok: true,
      value: { caseNo: 'ZJ1', stage: 2, itemCode: 'T-1', itemName: '设立', staffNo: null },
    });
    expect(
      parseEvaluationUrl('http://e/x?affairSerialNo=GD1&affairCode=A1&evalProcess=1&affairDealNo=B7'),
    ).toEqual({
      ok: true,
      value: { caseNo: 'GD1', stage: 1, itemCode: 'A1', itemName: null, staffNo: 'B7' },
    });
  });

  test.each([
    '',
    'http://e',
    'http://e/x?',
    'http://e/x?projNo=',
    'http://e/x?projNo=%00',
    'http://e/x?a=b',
    'x?projNo=<script>',
  ])('without a case is refused: %s', (url) => {
    expect(parseEvaluationUrl(url).ok).toBe(false);
  });

  test('with a stage that nobody knows is refused', () => {
    expect(parseEvaluationUrl('http://e/x?projNo=A1&handleStateCode=9')).toMatchObject({ ok: false });
  });

  test('any case number, item and stage come through, in either form', () => {
    const no = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/);
    const name = fc.stringMatching(/^[一-龥A-Za-z]{1,20}$/);
    fc.assert(
      fc.property(no, name, fc.constantFrom('1', '2'), fc.boolean(), (projNo, taskName, state, encoded) => {
        const query = new URLSearchParams({ projNo, taskName, handleStateCode: state }).toString();
        const parsed = parseEvaluationUrl(
          `https://e/x?${encoded ? encodeURIComponent(twice(query)) : query}`,
        );
        expect(parsed).toMatchObject({
          ok: true,
          value: { caseNo: projNo, itemName: taskName, stage: Number(state) },
        });
      }),
    );
  });

  test('no text makes it fail or lets anything but a case number through', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((s) => `http://e/x?projNo=${s}`),
      fc.string().map((s) => `http://e/x?${twice(s)}`),
      fc.base64String(),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
    );
    fc.assert(
      fc.property(text, (url) => {
        const parsed = parseEvaluationUrl(url);
        if (parsed.ok) expect(caseNo.safeParse(parsed.value.caseNo).success).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
