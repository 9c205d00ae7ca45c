import { type IdentitySettings, identitySettings } from '../adapters/identity/settings.ts';
import { type SmsSettings, smsSettings } from '../adapters/sms/settings.ts';
import type { HubContext } from '../context.ts';
import { readSetting } from '../settings.ts';

type Hub = Pick<HubContext, 'db' | 'log'>;

export const readIdentity = (hub: Hub): Promise<IdentitySettings | null> =>
  readSetting(hub, 'identity', identitySettings);
export const readSms = (hub: Hub): Promise<SmsSettings | null> => readSetting(hub, 'sms', smsSettings);
