import { DEFAULT_RULES, type Rules, rules } from '../../contracts/reference.ts';
import type { HubContext } from '../context.ts';

/** Rules of rating in force: setting `rules` over the defaults. A setting that does not fit is left out, and said. */
export async function readRules(hub: Pick<HubContext, 'db' | 'log'>): Promise<Rules> {
  const row = await hub.db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', 'rules')
    .executeTakeFirst();
  if (!row) return DEFAULT_RULES;
  const parsed = rules.safeParse({ ...DEFAULT_RULES, ...row.value });
  if (parsed.success) return parsed.data;
  hub.log.error({ path: parsed.error.issues[0]?.path.join('.') }, 'setting.invalidRules');
  return DEFAULT_RULES;
}
