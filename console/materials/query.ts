import { type MaterialFilter, type MaterialState, materialState } from '../../contracts/hub/materials-api.ts';
import { caseNo, shortId, terminalId, uuid } from '../../contracts/primitives.ts';
import { parseMinute } from '../lib/time.ts';

/** What the reader asked the list of materials for, as it stands in the address bar. Minute texts are Beijing time. */
export interface MaterialQuery {
  from: string | null;
  to: string | null;
  application: string | null;
  case: string | null;
  code: string | null;
  terminal: string | null;
  state: MaterialState | null;
}
const NAMES = ['from', 'to', 'application', 'case', 'code', 'terminal', 'state'] as const;

/** Does a text fit its field? What does not is left out of the question. */
export const FITS = {
  application: (text: string): boolean => uuid.safeParse(text).success,
  case: (text: string): boolean => caseNo.safeParse(text).success,
  code: (text: string): boolean => shortId.safeParse(text).success,
  terminal: (text: string): boolean => terminalId.safeParse(text).success,
};

export function readMaterialQuery(params: URLSearchParams): MaterialQuery {
  const text = (name: keyof typeof FITS) => {
    const value = params.get(name)?.trim();
    return value !== undefined && FITS[name](value) ? value : null;
  };
  const minute = (name: string) => {
    const value = params.get(name);
    return value !== null && parseMinute(value) !== null ? value : null;
  };
  return {
    from: minute('from'),
    to: minute('to'),
    application: text('application'),
    case: text('case'),
    code: text('code'),
    terminal: text('terminal'),
    state: materialState.safeParse(params.get('state')).data ?? null,
  };
}

export function writeMaterialQuery(query: MaterialQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of NAMES) {
    const value = query[name];
    if (value !== null) params.set(name, value);
  }
  return params;
}

/** The hub's filter; `to` counts the whole of its minute. */
export function toMaterialFilter(query: MaterialQuery): MaterialFilter {
  const from = query.from === null ? null : parseMinute(query.from);
  const to = query.to === null ? null : parseMinute(query.to);
  return {
    ...(from === null ? {} : { fromMs: from }),
    ...(to === null ? {} : { toMs: to + 59_999 }),
    ...(query.application === null ? {} : { applicationId: query.application }),
    ...(query.case === null ? {} : { caseNo: query.case }),
    ...(query.code === null ? {} : { code: query.code }),
    ...(query.terminal === null ? {} : { terminalId: query.terminal }),
    ...(query.state === null ? {} : { state: query.state }),
  };
}
