import { describe, expect, it } from 'vitest';
import { type ScanCapabilities, scanJob } from '../../contracts/scan.ts';
import { dpisWithin, fitJob, pageLimit } from './settings.ts';

const can: ScanCapabilities = {
  sources: ['flatbed', 'feeder'],
  colours: ['colour', 'grey'],
  dpis: [600, 100, 200, 300],
  duplex: true,
};
const job = scanJob.parse({ source: 'feeder', colour: 'colour', dpi: 300 });

describe('a job', () => {
  it.each([
    [150, 200],
    [200, 200],
    [300, 300],
    [600, 600],
  ] as const)('of %i dpi is scanned at %i: the next that the scanner has', (dpi, taken) => {
    expect(fitJob({ ...job, dpi }, can)).toEqual({ ok: true, value: { dpi: taken } });
  });

  it.each([
    ['a source', { source: 'flatbed' as const }, { ...can, sources: ['feeder' as const] }],
    ['black and white', { colour: 'blackWhite' as const }, can],
    ['both sides', { duplex: true }, { ...can, duplex: false }],
    ['both sides of what lies on the glass', { source: 'flatbed' as const, duplex: true }, can],
    ['a finer resolution', { dpi: 600 as const }, { ...can, dpis: [300] }],
    ['a resolution that is not far too fine', { dpi: 150 as const }, { ...can, dpis: [600] }],
  ])('is refused where the scanner lacks %s', (_name, wanted, able) => {
    expect(fitJob({ ...job, ...wanted }, able)).toMatchObject({
      ok: false,
      error: { code: 'scan.unsupported' },
    });
  });

  it('brings one page from the glass and as many as wanted from the feeder', () => {
    expect(pageLimit({ ...job, source: 'flatbed', maxPages: 7 })).toBe(1);
    expect(pageLimit({ ...job, maxPages: 7 })).toBe(7);
  });
});

it('a range of resolutions is those of it that are in use', () => {
  expect(dpisWithin(100, 350)).toEqual([100, 150, 200, 240, 300]);
  expect(dpisWithin(601, 20)).toEqual([]);
});
