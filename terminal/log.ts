/** One JSON line per event on stderr. Events carry codes, counts and states, never a person's data. */
export function createLog(write: (line: string) => void = (line) => process.stderr.write(line)) {
  return (event: string, data: Record<string, unknown> = {}): void => {
    write(`${JSON.stringify({ at: new Date().toISOString(), event, ...data })}\n`);
  };
}
