import { describe, expect, test } from 'vitest';
import { testAt } from '../testing/maintenance-fixtures.ts';
import { LATE, LOST } from './calls.ts';
import { type DeviceAction, isGood, outcomeText, WAYS } from './device-actions.ts';
import type { Maintenance } from './session.ts';
import { MAINTENANCE_TEXTS } from './texts.ts';

const en = MAINTENANCE_TEXTS.en;
const actions = Object.keys(WAYS) as DeviceAction[];
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('an outcome in words', () => {
  test('a self-test that passed tells its steps and its time', () => {
    const outcome = { action: 'selfTest', reply: { ok: true, value: testAt(0) } } as const;
    expect(isGood(outcome)).toBe(true);
    expect(plain(outcomeText(outcome, en))).toBe('Self-test passed: all 4 steps are well, 355 ms in all.');
  });

  test('a self-test that failed is no good outcome, though it was answered', () => {
    const steps = testAt(0).steps.map((step, n) => (n === 3 ? { ...step, ok: false } : step));
    const outcome = {
      action: 'selfTest',
      reply: { ok: true, value: { ok: false, at: 0, steps } },
    } as const;
    expect(isGood(outcome)).toBe(false);
    expect(outcomeText(outcome, en)).toContain('1 of 4');
  });

  test.each(['zh-CN', 'en'] as const)('every action has one for success and refusal in %s', (locale) => {
    const texts = MAINTENANCE_TEXTS[locale];
    const said = actions.map((action) => outcomeText({ action, reply: { ok: true, value: null } }, texts));
    expect(new Set(said).size).toBe(actions.length);
    for (const action of actions) {
      const refused = { action, reply: { ok: false, code: 'device.timeout' } } as const;
      expect(isGood(refused)).toBe(false);
      expect(outcomeText(refused, texts)).toContain(texts.staff('device.timeout'));
    }
  });

  test('no answer, no line and an unknown code are told apart', () => {
    const said = [LATE, LOST, 'no.such'].map((code) => en.staff(code));
    expect(new Set(said).size).toBe(3);
    expect(said[2]).toContain('no.such');
  });
});

test('every action asks the contract for what it says', async () => {
  const asked: [string, unknown][] = [];
  const service = new Proxy({} as Maintenance, {
    get: (_, call) => async (input: unknown) => {
      asked.push([String(call), input]);
      return { ok: true, value: null };
    },
  });
  const of = { sessionId: 's', deviceId: 'd' };
  for (const action of actions) await WAYS[action].ask(service, of);
  expect(asked).toEqual([
    ['selfTest', of],
    ['recalibrate', of],
    ['testPage', of],
    ['setEnabled', { ...of, enabled: false }],
    ['setEnabled', { ...of, enabled: true }],
    ['record', { ...of, on: true }],
    ['record', { ...of, on: false }],
  ]);
});
