import type { z } from 'zod';
import { type IdentitySettings, identitySettings } from '../adapters/identity/settings.ts';
import { type SmsSettings, smsSettings } from '../adapters/sms/settings.ts';
import type { HubContext } from '../context.ts';

type Hub = Pick<HubContext, 'db' | 'log'>;

/** null: not set, or it does not fit, which is said in the log. */
async function read<T extends z.ZodType>(hub: Hub, key: string, schema: T): Promise<z.output<T> | null> {
  const row = await hub.db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
  if (row === undefined) return null;
  const parsed = schema.safeParse(row.value);
  if (parsed.success) return parsed.data;
  hub.log.error({ key, path: parsed.error.issues[0]?.path.join('.') }, 'setting.invalid');
  return null;
}

export const readIdentity = (hub: Hub): Promise<IdentitySettings | null> =>
  read(hub, 'identity', identitySettings);
export const readSms = (hub: Hub): Promise<SmsSettings | null> => read(hub, 'sms', smsSettings);
