import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { z } from 'zod';

/** Cursors of the pages before this one, oldest first; '' is the first page. Kept in the browser's history entry. */
const historyState = z.object({ trail: z.array(z.string().max(200)).max(100_000) });

/** A place in a list that the hub pages by cursor. The cursor stands in the address, the way back in the history. */
export interface Pages {
  after: string | undefined;
  /** Pages gone through to get here; null when the address came from outside, in the middle of the list. */
  trail: string[] | null;
  turnTo: (after: string) => void;
  turnBack: () => void;
  newest: () => void;
}

/** `path` is the room's own, `question` the address's parameters but the cursor. */
export function usePages(path: string, question: string): Pages {
  const { search, state } = useLocation();
  const navigate = useNavigate();
  const after = useMemo(() => new URLSearchParams(search).get('after') ?? undefined, [search]);

  const trail = useMemo(() => {
    if (after === undefined) return [];
    const parsed = historyState.safeParse(state);
    return parsed.success ? parsed.data.trail : null;
  }, [after, state]);

  const go = useCallback(
    (cursor: string, pages: string[]) => {
      const params = new URLSearchParams(question);
      if (cursor !== '') params.set('after', cursor);
      void navigate({ pathname: path, search: params.toString() }, { state: { trail: pages } });
    },
    [navigate, path, question],
  );

  return useMemo(
    () => ({
      after,
      trail,
      turnTo: (cursor) => go(cursor, [...(trail ?? []), after ?? '']),
      turnBack: () => go(trail?.at(-1) ?? '', trail?.slice(0, -1) ?? []),
      newest: () => go('', []),
    }),
    [after, trail, go],
  );
}
