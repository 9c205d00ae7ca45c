import type { Timers } from '../../contracts/clock.ts';
import { applicationsApi, type ReusableMaterial } from '../../contracts/hub/applications-api.ts';
import type { Person } from '../../contracts/hub/person.ts';
import type { EarlierMaterial } from '../../contracts/kiosk-ways.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { replyOf } from '../../sync/hub/replies.ts';
import type { HubLink } from '../../sync/types.ts';
import { MAX_DOCUMENT_BYTES } from '../materials/limits.ts';
import { fetchParts } from './fetch-parts.ts';

/** Materials of earlier applications (材料复用), as far as their citizen let the hall offer them again. */
export interface Reuse {
  /** Those of one material's code, newest first. `auth.required`: `person` has proven nothing; `hub.unreachable`. */
  list(person: Person, code: string): Promise<Result<EarlierMaterial[]>>;
  /** One of those that were listed last. `not.found`, and as `fetchParts` says. */
  read(person: Person, materialId: string): Promise<Result<Uint8Array>>;
  /** Forgets what was listed. */
  forget(): void;
}

const ASK_MS = 6_000;
const PART_MS = 15_000;

export function createReuse(link: Pick<HubLink, 'ask'>, timers: Timers): Reuse {
  let listed = new Map<string, ReusableMaterial>();
  let turn = 0;
  const post = (what: string, body: object, timeoutMs: number) =>
    ({ method: 'POST', path: `/kiosk/applications/reusable${what}`, body, timeoutMs }) as const;

  return {
    async list(person, code) {
      if (person.by === 'typed') return fail('auth.required');
      const mine = turn;
      const told = await link.ask(post('', { person }, ASK_MS), replyOf(applicationsApi.reusable));
      if (turn !== mine) return fail('session.over');
      if (!told.ok) return told;
      const fitting = told.value.rows.filter((m) => m.code === code && m.size <= MAX_DOCUMENT_BYTES);
      listed = new Map(fitting.map((m) => [m.id, m]));
      return ok(
        fitting.map(({ id, title, itemName, pages, atMs }) => ({ id, title, itemName, pages, atMs })),
      );
    },
    async read(person, materialId) {
      const material = listed.get(materialId);
      if (material === undefined) return fail('not.found');
      const mine = turn;
      return fetchParts({
        ...material,
        ask: (offset) =>
          link.ask(
            post('/part', { person, id: materialId, offset }, PART_MS),
            replyOf(applicationsApi.reusePart),
          ),
        isOver: () => turn !== mine,
        timers,
      });
    },
    forget() {
      turn += 1;
      listed = new Map();
    },
  };
}
