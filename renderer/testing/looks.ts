/**
 * Looks (language, mode, panel) in which every page is measured. All of them with `HALL_LONG=1`; else the first `n`, so
 * that `npm test` stays short: the pages are the same, and a look that breaks one mostly breaks it in all.
 */
export const looksOf = <T>(all: readonly T[], n = 1): readonly T[] =>
  process.env.HALL_LONG === '1' ? all : all.slice(0, n);
