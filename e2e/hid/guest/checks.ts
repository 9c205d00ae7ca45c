/** One line that the guest sends home; `end` says that every check was run. */
export type Line = { type: 'check'; name: string; ok: boolean; ms: number; detail: string } | { type: 'end' };

/** Before each line, so that the kernel's own words are told from ours. */
export const MARK = '@hid ';

export const say = (line: Line): void => {
  process.stdout.write(`${MARK}${JSON.stringify(line)}\n`);
};

/** Runs one check; what throws has failed. The returned text goes into the table. */
export async function check(name: string, run: () => Promise<string>): Promise<void> {
  const from = performance.now();
  let ok = true;
  const detail = await run().catch((error: unknown) => {
    ok = false;
    return error instanceof Error ? error.message : String(error);
  });
  say({ type: 'check', name, ok, ms: Math.round(performance.now() - from), detail });
}

export function hold(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what);
}

/** Waits for something that must come to be; throws after `ms`. */
export async function until(what: string, isSo: () => boolean, ms = 10_000): Promise<void> {
  const from = performance.now();
  while (!isSo()) {
    if (performance.now() - from > ms) throw new Error(`not in ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
