import type { DeviceClass, DeviceSummary } from '../../contracts/devices.ts';

/** A device that work can be given to; `degraded` works, with a warning. */
export const isUsable = (d: Pick<DeviceSummary, 'state'>): boolean =>
  d.state === 'ok' || d.state === 'degraded';

/** A device that answers, well or not. */
export const isConnected = (d: Pick<DeviceSummary, 'state'>): boolean =>
  d.state !== 'missing' && d.state !== 'off';

/**
 * The needed classes of which no device works now, each once, in the order of `needs`; [] = the service may begin.
 * Told to a citizen before it begins: 此业务暂不能办理：身份证阅读器未连接.
 */
export const missingOf = (needs: readonly DeviceClass[], devices: readonly DeviceSummary[]): DeviceClass[] =>
  [...new Set(needs)].filter((need) => !devices.some((d) => d.class === need && isUsable(d)));
