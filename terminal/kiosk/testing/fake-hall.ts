import type { Draft } from '../../../contracts/draft.ts';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import type { HubLink, Question } from '../../../sync/types.ts';

interface Held {
  draft: Draft;
  terminalId: string;
  idNumber: string;
}
interface Body {
  person: { idNumber: string };
  draft: Draft;
  id: string;
  n: number;
  known: string[];
}

/** The hub's part of half-done applications as `contracts/hub/drafts-api.ts` has it, in memory. */
export function fakeHall() {
  const held = new Map<string, Held>();
  const dropped = new Set<string>();
  /** Receipt numbers, by draft. */
  const submitted = new Map<string, string>();
  const asked: string[] = [];
  const refusing = { code: null as string | null };

  function answer(terminalId: string, what: string, body: Body): unknown {
    const { idNumber } = body.person;
    const id = body.draft?.id ?? body.id;
    const known = held.get(id);
    const ended = submitted.has(id) ? 'submitted' : dropped.has(id) ? 'dropped' : null;
    switch (what) {
      case 'list':
        return {
          keepDays: 30,
          rows: [...held.values()]
            .filter((h) => h.idNumber === idNumber)
            .map(({ draft: { answers: _, shown: __, title: ___, ...frame }, terminalId: at }) => ({
              ...frame,
              terminalId: at,
              place: { zh: `${at} 号机`, en: at },
            })),
          ended: body.known.flatMap((one) =>
            submitted.has(one) || dropped.has(one)
              ? [
                  {
                    id: one,
                    why: submitted.has(one) ? 'submitted' : 'dropped',
                    receiptNo: submitted.get(one) ?? null,
                    atMs: 5,
                    place: null,
                  },
                ]
              : [],
          ),
        };
      case 'take':
        return known?.idNumber === idNumber ? { draft: known.draft } : null;
      case 'put':
        if (ended !== null) return { standing: ended };
        if (known !== undefined && known.draft.n >= body.draft.n) return { standing: 'older' };
        held.set(id, { draft: body.draft, terminalId, idNumber });
        return { standing: 'kept' };
      default:
        if (known !== undefined && known.draft.n >= body.n) return { standing: 'older' };
        held.delete(id);
        dropped.add(id);
        return { standing: 'dropped' };
    }
  }

  return {
    held,
    asked,
    refusing,
    /** The application has come to the hall. */
    submit(id: string, receiptNo: string) {
      held.delete(id);
      submitted.set(id, receiptNo);
    },
    /** A kiosk's line to it. */
    link(terminalId: string, isOnline: () => boolean): Pick<HubLink, 'ask' | 'online'> {
      const ask = async (
        q: Question,
        schema: { parse: (v: unknown) => unknown },
      ): Promise<Result<unknown>> => {
        const what = q.path.replace('/kiosk/drafts/', '');
        if (!isOnline()) return fail('hub.unreachable');
        asked.push(`${terminalId} ${what}`);
        if (refusing.code !== null) return fail(refusing.code);
        const told = answer(terminalId, what, structuredClone(q.body) as Body);
        return told === null ? fail('not.found') : ok(schema.parse({ serverMs: 1, ...(told as object) }));
      };
      return { ask: ask as HubLink['ask'], online: isOnline };
    },
  };
}
