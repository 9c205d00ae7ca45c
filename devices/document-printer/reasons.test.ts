import { describe, expect, test } from 'vitest';
import { faultOf, warningOf } from './reasons.ts';

const well = { stopped: false, accepting: true };

describe('printer-state-reasons', () => {
  test.each([
    [['media-empty-error'], 'print.paperOut'],
    [['media-needed'], 'print.paperOut'],
    [['media-jam-error', 'media-empty-error'], 'print.paperJam'],
    [['cover-open-error', 'media-jam-error'], 'print.coverOpen'],
    [['door-open'], 'print.coverOpen'],
    [['toner-empty-error'], 'print.inkOut'],
    [['output-area-full-error'], 'print.trayFull'],
    [['offline-report'], 'print.offline'],
    [['spool-area-full'], 'print.spoolFull'],
    [['something-new-error'], 'device.fault'],
    [['toner-low-report'], null],
    [['media-empty-report'], null],
    [['toner-low-warning'], null],
    [[], null],
  ])('%j is %s', (reasons, code) => {
    expect(faultOf({ ...well, reasons })).toBe(code);
  });

  test('a queue that is stopped, paused or refuses jobs', () => {
    expect(faultOf({ stopped: true, accepting: true, reasons: ['paused'] })).toBe('print.queueStopped');
    expect(faultOf({ stopped: false, accepting: false, reasons: [] })).toBe('print.queueStopped');
    expect(faultOf({ stopped: true, accepting: true, reasons: ['media-empty-error'] })).toBe(
      'print.paperOut',
    );
  });

  test.each([
    [['media-low-warning'], 'print.paperLow'],
    [['toner-low-warning'], 'print.inkLow'],
    [['marker-supply-low'], 'print.inkLow'],
    [['media-empty-warning'], 'print.paperOut'],
    [['toner-low-report'], null],
    [[], null],
  ])('%j warns of %s', (reasons, code) => {
    expect(warningOf({ reasons })).toBe(code);
  });
});
