/** Texts of `sane_strstatus` in sane-backends, which `scanimage` prints under `LC_ALL=C`, in the order they are looked for. */
const STATUS_TEXTS: readonly (readonly [string, string])[] = [
  ['Document feeder jammed', 'scan.paperJam'],
  ['Document feeder out of documents', 'scan.feederEmpty'],
  ['Scanner cover is open', 'scan.coverOpen'],
  ['Device busy', 'scan.busy'],
  ['Access to resource has been denied', 'device.portBusy'],
  ['Operation was canceled', 'scan.cancelled'],
  ['Error during device I/O', 'scan.lost'],
  ['Operation not supported', 'scan.unsupported'],
  ['Invalid argument', 'scan.unsupported'],
  ['Out of memory', 'device.fault'],
];

/** A `scanimage` that ended. */
export interface ScanimageEnd {
  /** Null when a signal ended it. */
  exitCode: number | null;
  /** What it said on its error output, under `LC_ALL=C`. */
  said: string;
}

/** Why `scanimage` failed; null when it ended well. */
export function codeOf({ exitCode, said }: ScanimageEnd): string | null {
  if (exitCode === 0) return null;
  const words = said
    .split('\n')
    .filter((line) => line.startsWith('scanimage: '))
    .join('\n');
  const code = STATUS_TEXTS.find(([text]) => words.includes(text))?.[1] ?? 'device.fault';
  // A device that is not there cannot be opened; "Invalid argument" then means its name.
  const isUnopened = /^scanimage: (open of device .* failed|no SANE devices found)/m.test(words);
  const isMissing = isUnopened && code !== 'device.portBusy' && code !== 'scan.busy';
  return isMissing ? 'device.missing' : code;
}

/** Its last words for technicians, in one line. */
export const lastWords = (said: string): string =>
  (
    said
      .split('\n')
      .filter((line) => line.startsWith('scanimage: ') && !line.includes('rounded value'))
      .at(-1) ?? ''
  ).slice(0, 200);
