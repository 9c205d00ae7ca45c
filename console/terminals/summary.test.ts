import { describe, expect, it } from 'vitest';
import type { DeviceSummary } from '../../contracts/devices.ts';
import type { TerminalRow } from '../../contracts/hub/console-api.ts';
import { byUrgency, needsAttention, summarize } from './summary.ts';

const device = (change: Partial<DeviceSummary> = {}): DeviceSummary => ({
  id: 'card',
  class: 'idCardReader',
  required: true,
  simulated: false,
  state: 'ok',
  code: null,
  ...change,
});
const terminal = (id: string, change: Partial<TerminalRow> = {}): TerminalRow => ({
  id,
  windowId: 'w1',
  windowName: { zh: '一号', en: 'One' },
  state: 'online',
  lastSeenMs: 1,
  app: '0.1.0',
  queueReady: 0,
  queueDead: 0,
  oldestMs: 0,
  fault: null,
  clockOffsetMs: 0,
  quarantined: 0,
  devices: [],
  ...change,
});

describe('terminals', () => {
  it.each<[Partial<TerminalRow>, boolean]>([
    [{ fault: 'store.full' }, true],
    [{ queueDead: 1 }, true],
    [{ quarantined: 1 }, true],
    [{ clockOffsetMs: -61_000 }, true],
    [{ devices: [device(), device({ state: 'missing' })] }, true],
    [{ devices: [device({ state: 'fault' })] }, true],
    [{ devices: [device({ state: 'missing', required: false })] }, false],
    [{ devices: [device({ state: 'off' }), device({ state: 'degraded' })] }, false],
    [{ clockOffsetMs: null }, false],
    [{ state: 'offline' }, false],
    [{ state: 'revoked', queueDead: 3 }, false],
  ])('%j needs attention: %s', (change, expected) => {
    expect(needsAttention(terminal('pad-01', change))).toBe(expected);
  });

  it('come in the order of urgency, then by number', () => {
    const rows = [
      terminal('pad-10'),
      terminal('pad-2'),
      terminal('pad-3', { state: 'revoked' }),
      terminal('pad-4', { state: 'offline' }),
      terminal('pad-5', { queueDead: 1 }),
    ];
    expect(byUrgency(rows).map((t) => t.id)).toEqual(['pad-5', 'pad-4', 'pad-2', 'pad-10', 'pad-3']);
  });

  it('are summed up', () => {
    const rows = [
      terminal('a1', { queueReady: 3 }),
      terminal('a2', { state: 'offline', queueReady: 4, fault: 'x' }),
    ];
    expect(summarize(rows)).toEqual({ online: 1, offline: 1, attention: 1, queue: 7 });
  });
});
