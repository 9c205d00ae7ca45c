import type { ApplicationBody } from '../../contracts/application.ts';
import type { ApplicationForm } from '../../contracts/hub/cases-api.ts';
import { FORM_CODE } from '../../contracts/seal.ts';
import { isSealSigned } from '../adapters/seals/wire.ts';
import type { HubContext } from '../context.ts';
import { readSeals } from './settings.ts';

/**
 * What the console is told of an application's seal: whether it is signed by the platform, for the enterprise of this
 * application, and whether the form that it covers is the one that came.
 */
export async function sealStanding(
  hub: Pick<HubContext, 'db' | 'log'>,
  { id, seal: given, applicant }: Pick<ApplicationBody, 'id' | 'seal' | 'applicant'>,
): Promise<ApplicationForm['seal']> {
  if (given === undefined || given.state === 'later') return given ?? null;
  const { seal } = given;
  const settings = await readSeals(hub);
  const isOurs = seal.uscc === applicant.enterprise?.uscc;
  const signed =
    settings === null ? 'unknown' : isOurs && isSealSigned(seal, settings.publicKeys) ? 'valid' : 'invalid';
  const form = await hub.db
    .selectFrom('material')
    .select('document')
    .where('application_id', '=', id)
    .where('code', '=', FORM_CODE)
    .executeTakeFirst();
  const covers =
    form === undefined ? 'missing' : form.document.toString('hex') === seal.sha256 ? 'same' : 'other';
  const { no, name, uscc, at, simulated } = seal;
  return { state: 'sealed', no, name, uscc, atMs: at, simulated, signed, covers };
}
