import type { Person } from '../../contracts/hub/person.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { Secrets } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { holderOf } from '../secrets.ts';

/** The key of a person who has proven who they are. `auth.required`: a typed number has proven nothing. */
export const provenHolder = (secrets: Pick<Secrets, 'mac'>, person: Person): Answer<Buffer> =>
  person.by === 'typed' ? fail('auth.required') : ok(holderOf(secrets, person.idNumber));
