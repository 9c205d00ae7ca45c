import { type SealSettings, sealSettings } from '../adapters/seals/settings.ts';
import type { HubContext } from '../context.ts';
import { readSetting } from '../settings.ts';

export const readSeals = (hub: Pick<HubContext, 'db' | 'log'>): Promise<SealSettings | null> =>
  readSetting(hub, 'seals', sealSettings);
