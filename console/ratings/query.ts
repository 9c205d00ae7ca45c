import { z } from 'zod';
import {
  type RatingFilter,
  ratingFilter,
  ratingStatus,
  relayState,
} from '../../contracts/hub/console-api.ts';
import { shortId, terminalId } from '../../contracts/primitives.ts';
import { LEVELS, type Level } from '../../contracts/rating.ts';
import { parseMinute, startOfDay } from '../lib/time.ts';

/**
 * What the reader asked the list for, as it stands in the address bar:
 * `?range=week&level=2,1&dept=…&window=…&terminal=…&status=…&relay=…&case=…`
 * or `?from=2026-11-01T00:00&to=…` in Beijing time. A part that does not fit is left out, never an error page.
 */
export const RANGES = ['today', 'week', 'month', 'all'] as const;
export type NamedRange = (typeof RANGES)[number];
/** Minute texts (see `lib/time.ts`), either end open. `to` counts the whole of its minute. */
export interface OwnRange {
  from: string | null;
  to: string | null;
}

export interface RatingQuery {
  range: NamedRange | OwnRange;
  /** In the order of LEVELS; empty = every level. */
  levels: Level[];
  departmentId: string | null;
  windowId: string | null;
  terminalId: string | null;
  status: RatingFilter['status'] | null;
  relay: RatingFilter['relay'] | null;
  caseNo: string | null;
}

export const EVERYTHING: RatingQuery = {
  range: 'all',
  levels: [],
  departmentId: null,
  windowId: null,
  terminalId: null,
  status: null,
  relay: null,
  caseNo: null,
};

const DAYS: Record<'week' | 'month', number> = { week: 7, month: 30 };
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const namedRange = z.enum(RANGES);
const caseText = z.string().trim().min(1).max(40);

export function readQuery(params: URLSearchParams): RatingQuery {
  return {
    range: readRange(params),
    levels: readLevels(params.get('level')),
    departmentId: fitting(shortId, params.get('dept')),
    windowId: fitting(shortId, params.get('window')),
    terminalId: fitting(terminalId, params.get('terminal')),
    status: fitting(ratingStatus, params.get('status')),
    relay: fitting(relayState, params.get('relay')),
    caseNo: fitting(caseText, params.get('case')),
  };
}

export function writeQuery(query: RatingQuery): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string | null | undefined) => {
    if (value !== null && value !== undefined && value !== '') params.set(name, value);
  };
  if (typeof query.range === 'string') put('range', query.range === 'all' ? null : query.range);
  else {
    put('from', query.range.from);
    put('to', query.range.to);
  }
  put('level', query.levels.join(','));
  put('dept', query.departmentId);
  put('window', query.windowId);
  put('terminal', query.terminalId);
  put('status', query.status);
  put('relay', query.relay);
  put('case', query.caseNo);
  return params;
}

/** The hub's filter at this moment: named ranges end now and begin at a Beijing midnight. */
export function toFilter(query: RatingQuery, nowMs: number): RatingFilter {
  const filter: RatingFilter = { ...rangeMs(query.range, nowMs) };
  if (query.levels.length > 0) filter.levels = query.levels;
  if (query.departmentId !== null) filter.departmentId = query.departmentId;
  if (query.windowId !== null) filter.windowId = query.windowId;
  if (query.terminalId !== null) filter.terminalId = query.terminalId;
  if (query.status) filter.status = query.status;
  if (query.relay) filter.relay = query.relay;
  if (query.caseNo !== null) filter.caseNo = query.caseNo;
  return ratingFilter.parse(filter);
}

export const isEverything = (query: RatingQuery): boolean => writeQuery(query).size === 0;

function rangeMs(range: RatingQuery['range'], nowMs: number): Pick<RatingFilter, 'fromMs' | 'toMs'> {
  if (range === 'all') return {};
  if (range === 'today') return { fromMs: startOfDay(nowMs) };
  if (range === 'week' || range === 'month')
    return { fromMs: Math.max(0, startOfDay(nowMs) - (DAYS[range] - 1) * DAY_MS) };
  const from = range.from === null ? null : parseMinute(range.from);
  const to = range.to === null ? null : parseMinute(range.to);
  return {
    ...(from === null ? {} : { fromMs: from }),
    ...(to === null ? {} : { toMs: to + MINUTE_MS - 1 }),
  };
}

function readRange(params: URLSearchParams): RatingQuery['range'] {
  const minute = (name: string) => {
    const text = params.get(name);
    return text !== null && parseMinute(text) !== null ? text : null;
  };
  const from = minute('from');
  const to = minute('to');
  if (from !== null || to !== null) return { from, to };
  return fitting(namedRange, params.get('range')) ?? 'all';
}

function readLevels(text: string | null): Level[] {
  const named = new Set((text ?? '').split(','));
  return LEVELS.filter((l) => named.has(String(l)));
}

function fitting<T>(schema: z.ZodType<T>, text: string | null): T | null {
  if (text === null) return null;
  const parsed = schema.safeParse(text);
  return parsed.success ? parsed.data : null;
}
