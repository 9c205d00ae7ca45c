import type { PetitionFilter } from '../../contracts/hub/petitions-api.ts';
import {
  type PetitionKind,
  type PetitionState,
  petitionKind,
  petitionState,
} from '../../contracts/petition.ts';

/** What the reader asked the list of petitions for, as it stands in the address bar. */
export interface PetitionQuery {
  kind: PetitionKind | null;
  state: PetitionState | null;
  no: string | null;
}
const NAMES = ['kind', 'state', 'no'] as const;

/** A number from its beginning; what does not fit is left out of the question. */
export const isNumber = (text: string): boolean => /^[A-Za-z0-9-]{1,20}$/.test(text);

export function readPetitionQuery(params: URLSearchParams): PetitionQuery {
  const no = params.get('no')?.trim();
  return {
    kind: petitionKind.safeParse(params.get('kind')).data ?? null,
    state: petitionState.safeParse(params.get('state')).data ?? null,
    no: no !== undefined && isNumber(no) ? no : null,
  };
}

export function writePetitionQuery(query: PetitionQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of NAMES) {
    const value = query[name];
    if (value !== null) params.set(name, value);
  }
  return params;
}

export const toPetitionFilter = ({ kind, state, no }: PetitionQuery): PetitionFilter => ({
  ...(kind === null ? {} : { kind }),
  ...(state === null ? {} : { state }),
  ...(no === null ? {} : { no }),
});
