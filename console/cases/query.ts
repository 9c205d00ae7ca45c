import { receiptNo } from '../../contracts/application.ts';
import { type CaseState, caseState } from '../../contracts/hub/applications-api.ts';
import type { CaseFilter } from '../../contracts/hub/cases-api.ts';
import { caseNo, shortId } from '../../contracts/primitives.ts';
import { parseMinute } from '../lib/time.ts';

/** What the reader asked the list of cases for, as it stands in the address bar. Minute texts are Beijing time. */
export interface CaseQuery {
  from: string | null;
  to: string | null;
  no: string | null;
  item: string | null;
  state: CaseState | null;
}
const NAMES = ['from', 'to', 'no', 'item', 'state'] as const;

/** Does a text fit its field? What does not is left out of the question. */
export const FITS = {
  no: (text: string): boolean => caseNo.safeParse(text).success || receiptNo.safeParse(text).success,
  item: (text: string): boolean => shortId.safeParse(text).success,
};

export function readCaseQuery(params: URLSearchParams): CaseQuery {
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
    no: text('no'),
    item: text('item'),
    state: caseState.safeParse(params.get('state')).data ?? null,
  };
}

export function writeCaseQuery(query: CaseQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of NAMES) {
    const value = query[name];
    if (value !== null) params.set(name, value);
  }
  return params;
}

/** The hub's filter; `to` counts the whole of its minute. */
export function toCaseFilter(query: CaseQuery): CaseFilter {
  const from = query.from === null ? null : parseMinute(query.from);
  const to = query.to === null ? null : parseMinute(query.to);
  return {
    ...(from === null ? {} : { fromMs: from }),
    ...(to === null ? {} : { toMs: to + 59_999 }),
    ...(query.no === null ? {} : { no: query.no }),
    ...(query.item === null ? {} : { itemCode: query.item }),
    ...(query.state === null ? {} : { state: query.state }),
  };
}
