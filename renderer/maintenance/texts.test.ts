import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { deviceClass, deviceState } from '../../contracts/devices.ts';
import { isErrorCode } from '../../contracts/errors.ts';
import { MAINTENANCE_TEXTS, type MaintenanceKey } from './texts.ts';

const all = Object.values(MAINTENANCE_TEXTS);
const DEVICES = join(import.meta.dirname, '../../devices');

/** The names of self-test steps in the drivers' sources: `<class>.<step>` in the files that make them. */
const stepNames = globSync('*/{self-test,driver}.ts', { cwd: DEVICES }).flatMap((file) => {
  const source = readFileSync(join(DEVICES, file), 'utf8');
  const prefix = /name: `(\w+)\.\$\{name\}`/.exec(source)?.[1];
  const whole = [...source.matchAll(/\['(\w+\.\w+)', (?:async|\(\))/g)].map((m) => m[1] ?? '');
  const parts = [...source.matchAll(/\b(?:add|step)\(\s*'(\w+)'/g)].map((m) => `${prefix}.${m[1]}`);
  return prefix === undefined ? whole : parts;
});

describe('the maintenance screen’s texts', () => {
  test('name every step of every self-test', () => {
    expect(stepNames).toContain('idCard.samId');
    expect(stepNames).toContain('receiptPrinter.cutter');
    for (const { step, locale } of all)
      expect(
        stepNames.filter((name) => step(name) === name),
        locale,
      ).toEqual([]);
  });

  test('show a step’s name where no text is known', () => {
    for (const { step } of all) expect(step('camera.later')).toBe('camera.later');
  });

  test('name every class and every state', () => {
    for (const { t } of all) {
      for (const name of deviceClass.options) {
        const keys: MaintenanceKey[] = [`class.${name}`, `off.stops.${name}`];
        for (const key of keys) expect(t(key)).not.toBe(key);
      }
      for (const state of deviceState.options) expect(t(`state.${state}`)).not.toBe(`state.${state}`);
    }
  });

  test('tell staff what to do about a code', () => {
    expect(isErrorCode('pin.locked')).toBe(true);
    expect(MAINTENANCE_TEXTS['zh-CN'].staff('pin.locked')).toContain('锁定');
  });
});
