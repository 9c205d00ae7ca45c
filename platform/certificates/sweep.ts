import type { HubContext } from '../context.ts';
import { sweepPrints } from './prints.ts';
import { readCertificateSettings } from './settings.ts';

/** Counts of prints go after the time they are kept. Answers how many; a hall without a library keeps what it has. */
export async function sweepCertificates(hub: Pick<HubContext, 'db' | 'now' | 'log'>): Promise<number> {
  const settings = await readCertificateSettings(hub);
  return settings === null ? 0 : sweepPrints(hub, settings.keepDays);
}
