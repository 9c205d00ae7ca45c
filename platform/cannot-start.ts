/**
 * The hub cannot start, for a reason outside of it. `message` is the one line that whoever starts it reads: what is
 * wrong and what to do. Thrown only while starting; `main.ts` prints it and ends.
 */
export class CannotStart extends Error {
  override name = 'CannotStart';
}

/** The system's code of an error (`EADDRINUSE`, SQLSTATE …), or its name. */
export function codeOf(e: unknown): string {
  if (!(e instanceof Error)) return 'unknown';
  const { code } = e as { code?: unknown };
  return typeof code === 'string' ? code : e.name;
}
