/** Open live streams of this process: at most so many in all and per session. */
export const MAX_STREAMS = 200;
export const MAX_PER_SESSION = 4;

export interface Streams {
  isFull(session: string): boolean;
  /** One more; the answer is how to leave, once. */
  enter(session: string): () => void;
}

export function streams(): Streams {
  const open = new Map<string, number>();
  let all = 0;
  const mine = (session: string): number => open.get(session) ?? 0;
  const count = (session: string, by: 1 | -1): void => {
    all += by;
    const now = mine(session) + by;
    if (now === 0) open.delete(session);
    else open.set(session, now);
  };
  return {
    isFull: (session) => all >= MAX_STREAMS || mine(session) >= MAX_PER_SESSION,
    enter(session) {
      count(session, 1);
      return () => count(session, -1);
    },
  };
}
