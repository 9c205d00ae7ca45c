import { fail, ok, type Result } from '../../contracts/result.ts';
import type { ScanCapabilities, ScanJob } from '../../contracts/scan.ts';

/** Sizes of papers, mm. ISO 216 A4 and A5, ISO/IEC 7810 ID-1, ANSI Letter. */
export const PAPERS_MM: Readonly<Record<ScanJob['paper'], { width: number; height: number }>> = {
  A4: { width: 210, height: 297 },
  A5: { width: 148, height: 210 },
  idCard: { width: 85.6, height: 53.98 },
  letter: { width: 215.9, height: 279.4 },
};

/** A range of resolutions is told as those of it that are in use, dpi. */
const COMMON_DPIS: readonly number[] = [75, 100, 150, 200, 240, 300, 400, 600, 1_200];
/** A resolution that the scanner lacks is replaced by its next higher one, up to so many times finer. */
const MOST_FINER = 2;

export const dpisWithin = (least: number, most: number): number[] =>
  COMMON_DPIS.filter((dpi) => dpi >= least && dpi <= most);

/** The pages that a job can bring. */
export const pageLimit = (job: ScanJob): number => (job.source === 'flatbed' ? 1 : job.maxPages);

/** The resolution to scan at, or `scan.unsupported` with what the scanner lacks. */
export function fitJob(job: ScanJob, can: ScanCapabilities): Result<{ dpi: number }> {
  if (!can.sources.includes(job.source)) return fail('scan.unsupported', job.source);
  if (!can.colours.includes(job.colour)) return fail('scan.unsupported', job.colour);
  if (job.duplex && !(can.duplex && job.source === 'feeder')) return fail('scan.unsupported', 'duplex');
  const dpi = can.dpis.toSorted((a, b) => a - b).find((one) => one >= job.dpi);
  if (dpi === undefined || dpi > job.dpi * MOST_FINER) return fail('scan.unsupported', `${job.dpi} dpi`);
  return ok({ dpi });
}
