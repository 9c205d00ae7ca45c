/** One measured figure beside its raw limit of the same run and the target it is held to. */
export interface Figure {
  what: string;
  measured: string;
  /** What the bare thing under it does, measured in the same run. */
  rawLimit?: string;
  ratio?: string;
  target?: string;
  /** null: there is no target to meet. */
  met: boolean | null;
}

export function printTable(title: string, figures: readonly Figure[]): void {
  const columns: [string, (f: Figure) => string][] = [
    ['what', (f) => f.what],
    ['measured', (f) => f.measured],
    ['raw limit', (f) => f.rawLimit ?? ''],
    ['ratio', (f) => f.ratio ?? ''],
    ['target', (f) => f.target ?? ''],
    ['', (f) => (f.met === null ? '' : f.met ? 'met' : 'MISSED')],
  ];
  const widths = columns.map(([head, of]) => Math.max(head.length, ...figures.map((f) => of(f).length)));
  const line = (cells: string[]) =>
    cells
      .map((c, i) => c.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  const rows = figures.map((f) => line(columns.map(([, of]) => of(f))));
  process.stdout.write(
    `\n${title}\n${[line(columns.map(([head]) => head)), line(widths.map((w) => '-'.repeat(w))), ...rows].join('\n')}\n`,
  );
}
