/** One JSON line per event on stderr. Events carry codes, counts and states, never a person's data. */
export function createLog(write: (line: string) => void = (line) => process.stderr.write(line)) {
  return (event: string, data: Record<string, unknown> = {}): void => {
    write(`${JSON.stringify({ at: new Date().toISOString(), event, ...data })}\n`);
  };
}

const KEPT_LINES = 2_000;
const LONGEST_LINE = 2_000;

/** The newest lines of the log, for the diagnostics bundle. */
export interface RecentLines {
  add(line: string): void;
  /** Oldest first. */
  lines(): string[];
}

export function createRecentLines(limit = KEPT_LINES): RecentLines {
  const kept: string[] = [];
  return {
    add(line) {
      kept.push(line.trimEnd().slice(0, LONGEST_LINE));
      if (kept.length > limit) kept.shift();
    },
    lines: () => [...kept],
  };
}
