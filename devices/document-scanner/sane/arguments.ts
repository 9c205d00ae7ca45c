import type { ScanJob } from '../../../contracts/scan.ts';
import { PAPERS_MM, pageLimit } from '../settings.ts';
import { duplexArgument, modeWord, type SaneOptions, sourceWord } from './options.ts';

/** Names of the page files below the batch's folder. */
export const fileOf = (page: number, job: ScanJob): string => `page-${page}.${extension(job)}`;

/** JPEG has no pictures of one bit. */
const extension = (job: ScanJob): 'png' | 'jpg' => (job.colour === 'blackWhite' ? 'png' : 'jpg');

/**
 * Arguments of `scanimage` for one job: a batch that waits for a line on its input before each page and says each
 * finished file on its output. The source comes first, since others depend on it.
 */
export function batchArguments(
  device: string,
  job: ScanJob,
  dpi: number,
  options: SaneOptions,
  folder: string,
): string[] {
  const paper = PAPERS_MM[job.paper];
  const source = sourceWord(options, job.source, job.duplex) ?? sourceWord(options, job.source, !job.duplex);
  const mode = modeWord(options, job.colour);
  const needsDuplex = job.duplex && sourceWord(options, job.source, true) === null;
  const duplex = needsDuplex ? duplexArgument(options) : null;
  const has = (name: string): boolean => options.get(name)?.inactive === false;
  return [
    `--device-name=${device}`,
    `--format=${extension(job) === 'png' ? 'png' : 'jpeg'}`,
    `--batch=${folder}/page-%d.${extension(job)}`,
    '--batch-print',
    '--batch-prompt',
    `--batch-count=${pageLimit(job)}`,
    ...(source === null ? [] : [`--source=${source}`]),
    ...(duplex === null ? [] : [duplex]),
    ...(mode === null ? [] : [`--mode=${mode}`]),
    ...(options.get('depth')?.words.includes('8') && job.colour !== 'blackWhite' ? ['--depth=8'] : []),
    `--resolution=${dpi}`,
    // Feeders that centre the sheet must know how wide it is.
    ...(has('page-width') ? [`--page-width=${paper.width}`] : []),
    ...(has('page-height') ? [`--page-height=${paper.height}`] : []),
    ...(has('l') ? ['-l', '0'] : []),
    ...(has('t') ? ['-t', '0'] : []),
    ...(has('x') ? ['-x', String(paper.width)] : []),
    ...(has('y') ? ['-y', String(paper.height)] : []),
  ];
}
