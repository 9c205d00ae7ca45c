import { clockText, dayOf, minuteOf } from '../../../contracts/hall-time.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import {
  MAX_HITS,
  ROWS_A_PAGE,
  type ServiceFilter,
  type ServiceGuide,
  type ServiceRow,
  type ServicesOverview,
} from '../../../contracts/rooms/services.ts';
import type { Slip } from '../../../contracts/slip.ts';
import type { Visit } from '../../../contracts/visit.ts';
import type { RoomTools } from '../types.ts';
import { createCatalogue, type Known, type Listed } from './catalogue.ts';
import { guideQr, guideSlip } from './guide-text.ts';

/** Heard longer ago than this, it is asked again when somebody comes in, ms. */
const FRESH_MS = 60_000;

/** The kiosk's catalogue of services: each method answers for the visit that it names. Nothing is kept of a visit. */
export function createServicesDesk(tools: RoomTools) {
  const { visits, clock, link, config, store } = tools;
  const catalogue = createCatalogue(tools);

  /** Runs `f` with what is known; `session.over`, `catalogue.none`. */
  function within<T>(visitId: string, f: (known: Known, visit: Visit) => Result<T>): Result<T> {
    const visit = visits.get(visitId);
    if (visit === null) return fail('session.over');
    const known = catalogue.known();
    return known === null ? fail('catalogue.none') : f(known, visit);
  }

  function guideOf(known: Known, visit: Visit, code: string): Result<ServiceGuide> {
    const item = catalogue.item(code);
    if (item === null) return fail('catalogue.unknown');
    const department = catalogue.departmentOf(item.departmentId);
    const { floors, guideUrl } = known.frame;
    return ok({
      item,
      department,
      floors: floors.filter((f) => f.windows.some((w) => item.windows.includes(w.no))),
      terminalId: config.terminalId,
      qr: guideQr({ item, department, locale: visit.locale }, guideUrl),
    });
  }

  function slipOf(known: Known, visit: Visit, code: string): Result<Slip> {
    const guide = guideOf(known, visit, code);
    if (!guide.ok) return guide;
    const nowMs = clock.wallMs();
    const { item, department, qr } = guide.value;
    return ok(
      guideSlip({
        item,
        department,
        qr,
        locale: visit.locale,
        hall: store.reference()?.hall.name ?? null,
        printedAt: `${dayOf(nowMs)} ${clockText(minuteOf(nowMs))}`,
      }),
    );
  }

  return {
    /** What is known at once; the hub is asked meanwhile, and waited for only where nothing is known. */
    async overview(visitId: string): Promise<Result<ServicesOverview>> {
      await catalogue.ready;
      const known = catalogue.known();
      if (link.online() && (known === null || clock.wallMs() - known.asOfMs > FRESH_MS)) {
        const asked = catalogue.refresh();
        if (known === null) await asked;
      }
      return within(visitId, (now) => ok(overviewOf(now, config.terminalId)));
    },

    search: (visitId: string, text: string): Result<ServiceRow[]> =>
      within(visitId, ({ byCode, search }) =>
        ok(search.find(text, MAX_HITS).flatMap((code) => byCode.get(code)?.row ?? [])),
      ),

    list: (visitId: string, filter: ServiceFilter, offset: number) =>
      within<{ total: number; rows: ServiceRow[] }>(visitId, ({ items }) => {
        const rows = items.filter((item) => fits(item, filter)).map(({ row }) => row);
        return ok({ total: rows.length, rows: rows.slice(offset, offset + ROWS_A_PAGE) });
      }),

    guide: (visitId: string, code: string): Result<ServiceGuide> =>
      within(visitId, (known, visit) => guideOf(known, visit, code)),

    slip: (visitId: string, code: string): Result<Slip> =>
      within(visitId, (known, visit) => slipOf(known, visit, code)),

    async print(visitId: string, code: string): Promise<Result<null>> {
      const slip = within(visitId, (known, visit) => slipOf(known, visit, code));
      return slip.ok ? tools.print(slip.value) : slip;
    },

    stop: catalogue.stop,
  };
}

function fits(item: Listed, { departmentId, topicId, audience, zone }: ServiceFilter): boolean {
  return (
    (departmentId === undefined || item.departmentId === departmentId) &&
    (topicId === undefined || item.topics.includes(topicId)) &&
    (audience === undefined || item.audiences.includes(audience)) &&
    (zone === undefined || item.zones.includes(zone))
  );
}

/** What nothing is in is left out. */
function overviewOf({ asOfMs, items, departments, frame }: Known, terminalId: string): ServicesOverview {
  const count = (filter: ServiceFilter) => items.filter((item) => fits(item, filter)).length;
  const some = <T extends { count: number }>(list: T[]): T[] => list.filter((entry) => entry.count > 0);
  return {
    asOfMs,
    count: items.length,
    departments: some(departments.map((d) => ({ ...d, count: count({ departmentId: d.id }) }))),
    topics: some(frame.topics.map((t) => ({ ...t, count: count({ topicId: t.id }) }))),
    zones: some((['province', 'nation'] as const).map((id) => ({ id, count: count({ zone: id }) }))),
    floors: frame.floors,
    terminalId,
  };
}
