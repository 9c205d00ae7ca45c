import type { Enterprise } from '../../contracts/enterprise.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { EnterpriseRegister } from '../adapters/enterprise-register/register.ts';
import { type RegisterSettings, registerSettings } from '../adapters/enterprise-register/settings.ts';
import type { HubContext } from '../context.ts';
import type { Gate } from '../ingest/gate.ts';
import type { Answer } from '../refusal.ts';
import { readSetting } from '../settings.ts';

/** How the hub reaches the register: how many calls at a time, and by which wire. */
export interface RegisterAccess {
  gate: Gate;
  open: (settings: RegisterSettings) => EnterpriseRegister;
}

/** What the register says of a code; the legal representative only where the item needs it. */
export async function findEnterprise(
  hub: Pick<HubContext, 'db' | 'log'>,
  access: RegisterAccess,
  { uscc, legalPerson }: { uscc: string; legalPerson: boolean },
): Promise<Answer<{ simulated: boolean; enterprise: Enterprise }>> {
  const settings = await readSetting(hub, 'enterpriseRegister', registerSettings);
  if (settings === null) return fail('enterprise.off');
  const found = (await access.gate.pass(() => access.open(settings).find(uscc))) ?? fail('busy' as const);
  if (!found.ok) return found;
  const enterprise = legalPerson ? found.value : { ...found.value, legalPerson: null };
  return ok({ simulated: settings.simulated, enterprise });
}
