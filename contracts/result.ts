/** Expected failure as a value. Throwing is for bugs. */
export type Result<T, E = Failure> = { ok: true; value: T } | { ok: false; error: E };

/** What an expected failure carries: a code of `errors.ts` and, for staff only, a detail without personal data. */
export interface Failure<C extends string = string> {
  code: C;
  detail?: string;
}

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const fail = <C extends string>(code: C, detail?: string): { ok: false; error: Failure<C> } => ({
  ok: false,
  error: detail === undefined ? { code } : { code, detail },
});
