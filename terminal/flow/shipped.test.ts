import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Flow } from '../../contracts/flow.ts';
import { MAX_BODY_BYTES } from '../../contracts/ingest.ts';
import { slip } from '../../contracts/slip.ts';
import { applicationOf } from '../kiosk/application-body.ts';
import { explore } from './explore.ts';
import { answerRows, slipOf } from './fields.ts';
import { statesOf } from './fixtures.ts';
import { itemsOf } from './items.ts';
import { type LoadedFlow, loadFlows } from './load.ts';

const ASSETS = join(import.meta.dirname, '../../assets');
const FACTS = { no: 'KIOSK-01-202601050930-A1B2', date: '2026-01-05 09:30', terminal: 'kiosk-01' };
const { flows, refused } = loadFlows(join(ASSETS, 'flows'));
const submitOf = ({ flow }: LoadedFlow) => flow.steps.find((s) => s.type === 'submit');
const applying = flows.filter((f) => submitOf(f) !== undefined);
const itemsIn = (of: LoadedFlow): string[] => {
  const submit = submitOf(of);
  return submit === undefined ? [] : (submit.joint?.map((j) => j.item) ?? [submit.item]);
};

test('every folder holds a flow that passes its checks', () => {
  expect(refused).toEqual([]);
  const folders = readdirSync(join(ASSETS, 'flows'), { withFileTypes: true }).filter((e) => e.isDirectory());
  expect(flows.map((f) => f.flow.id).sort()).toEqual(folders.map((e) => e.name).sort());
});

test('at least twelve items can be applied for, of persons and of businesses, and the hall has them', () => {
  const { items } = JSON.parse(readFileSync(join(ASSETS, 'demo/hall.json'), 'utf8')) as {
    items: { code: string }[];
  };
  const codes = new Set(items.map((i) => i.code));
  const single = applying.filter((f) => submitOf(f)?.joint === undefined);
  expect(new Set(single.flatMap(itemsIn)).size).toBeGreaterThanOrEqual(12);
  const ofBusiness = ({ flow }: LoadedFlow) =>
    flow.steps.some((s) => s.type === 'form' && s.fields.some((f) => f.kind === 'uscc' && f.required));
  expect(single.filter(ofBusiness).length).toBeGreaterThanOrEqual(4);
  for (const one of applying)
    expect([one.flow.id, itemsIn(one).filter((item) => !codes.has(item))]).toEqual([one.flow.id, []]);
});

describe.each(flows.map((f) => [f.flow.id, f] as const))('%s', (_id, loaded) => {
  const { flow, fixtures } = loaded;
  const ends = (of: Flow) =>
    [...of.steps, ...Object.values(of.exits)].filter((s) => s.type === 'done').map((s) => s.id);

  test('every way was walked to an end, and each of its steps is reached', () => {
    const { reached, deadEnds, complete } = explore(flow);
    expect({ deadEnds, complete }).toEqual({ deadEnds: [], complete: true });
    const all = [...flow.steps, ...Object.values(flow.exits)].map((s) => s.id);
    expect([...reached.keys()].sort()).toEqual(all.sort());
  });

  test('its fixtures end at the end, and at each end that an answer leads to', () => {
    const promised = new Set(fixtures.map((f) => f.ends));
    const byAnswer = flow.steps.flatMap((s) => (s.type === 'choice' ? Object.values(s.ends ?? {}) : []));
    expect(fixtures.length).toBeGreaterThan(0);
    expect(ends(flow)).toEqual(expect.arrayContaining([...promised]));
    expect(promised).toContain(flow.steps.at(-1)?.id);
    if (byAnswer.length > 0) expect(byAnswer.some((id) => promised.has(id))).toBe(true);
  });

  test.each(fixtures)('$name: what is shown, submitted and printed is sound', (fixture) => {
    for (const state of statesOf(flow, fixture)) {
      const step = flow.steps.find((s) => s.id === state.at);
      if (step?.type === 'checkAnswers')
        for (const { label, value } of answerRows(flow, state))
          expect(label.zh !== '' && label.en !== '' && value.zh !== '' && value.en !== '').toBe(true);
      if (step?.type === 'printSlip')
        for (const locale of ['zh-CN', 'en'] as const)
          expect(slip.safeParse(slipOf(flow, state, FACTS, locale)).error).toBeUndefined();
      if (step?.type !== 'submit') continue;
      for (const item of itemsOf(flow, state.answers, step)) {
        const made = applicationOf(loaded, state, item, {
          id: '00000000-0000-4000-8000-000000000000',
          receiptNo: FACTS.no,
          terminalId: FACTS.terminal,
          materials: [],
          locale: 'zh-CN',
          app: '0.1.0',
          at: 1_767_600_000_000,
        });
        if (!made.ok) throw new Error(`${made.error.code} ${made.error.detail}`);
        expect(Buffer.byteLength(JSON.stringify(made.value))).toBeLessThan(MAX_BODY_BYTES);
      }
    }
  });
});
