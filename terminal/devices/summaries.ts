import { isDeepStrictEqual } from 'node:util';
import type { DeviceSummary } from '../../contracts/devices.ts';
import { Latest } from '../latest.ts';
import type { DeviceManager } from './manager.ts';

/** The summaries as the screens follow them: statistics alone are no news to them. */
export function followSummaries(manager: Pick<DeviceManager, 'summaries' | 'onChange'>): {
  latest: Latest<DeviceSummary[]>;
  stop: () => void;
} {
  const latest = new Latest(manager.summaries());
  const stop = manager.onChange(() => {
    const now = manager.summaries();
    if (!isDeepStrictEqual(now, latest.get())) latest.set(now);
  });
  return { latest, stop };
}
