import { describe, expect, test } from 'vitest';
import { deviceDeclaration } from '../../contracts/devices.ts';
import { foundPort } from '../../contracts/maintenance.ts';
import { FOUND_PORTS } from '../testing/maintenance-fixtures.ts';
import { declarationText, usesOf } from './declaration.ts';

const each = FOUND_PORTS.flatMap((found) => usesOf(found.type).map((use) => ({ found, use })));

describe('the text for terminal.json', () => {
  test.each(each)('declares $use.class by $use.driver at $found.label', ({ found, use }) => {
    const parsed = deviceDeclaration.parse(JSON.parse(declarationText(found, use, [])));
    expect(parsed).toMatchObject({ class: use.class, driver: use.driver, port: found.port, required: true });
  });

  test('takes an id that is free', () => {
    const [found] = FOUND_PORTS;
    if (found === undefined) throw new Error('no port');
    const use = { class: 'idCardReader', driver: 'sdt' } as const;
    const id = (taken: string[]) => JSON.parse(declarationText(found, use, taken)).id;
    expect(id(['reader'])).toBe('idCardReader-1');
    expect(id(['idCardReader-1', 'idCardReader-2'])).toBe('idCardReader-3');
  });

  test('there is a use for every kind of port that a search may find', () => {
    for (const type of foundPort.shape.type.options) expect(usesOf(type).length, type).toBeGreaterThan(0);
  });
});
