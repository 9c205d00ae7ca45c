import type { ScanCapabilities, ScanJob } from '../../../contracts/scan.ts';
import { dpisWithin } from '../settings.ts';

/** What `scanimage --all-options` lists of one device. */
export type SaneOptions = ReadonlyMap<string, SaneOption>;
export interface SaneOption {
  /** Words that it takes, such as `Gray` and `Color`; empty for a range. */
  words: readonly string[];
  range: { least: number; most: number } | null;
  /** Cannot be set now. */
  inactive: boolean;
}

const MOST_OPTIONS = 300;
const HIGHEST_DPI = 4_800;

/**
 * Lines such as `    --mode Lineart|Gray|Color [Gray]`, `    --resolution 75|150|300dpi [75]` and
 * `    -x 0..215.9mm (in steps of 0.1) [215.9]`. What is no such line is passed over.
 */
export function parseOptions(output: string): SaneOptions {
  const options = new Map<string, SaneOption>();
  for (const line of output.split('\n')) {
    const [, name, rest = ''] =
      /^ {4}(--?[a-zA-Z][\w-]{0,60})(?:[ =[](.*))?$/.exec(line.slice(0, 4_000)) ?? [];
    if (name === undefined || options.size >= MOST_OPTIONS) continue;
    options.set(name.replace(/^-+/, ''), parseOption(rest));
  }
  return options;
}

function parseOption(rest: string): SaneOption {
  // The value of now stands in brackets at the end: `[Gray]`, `[inactive]`, `[300] [advanced]`.
  const values = rest.replace(/(?:\s*\[[^\]]*\])+\s*$/, '');
  const inactive = /\[(inactive|read-only)\]/.test(rest);
  const [, least, most] =
    /^(-?[\d.]{1,12})\.\.(-?[\d.]{1,12}?)[a-z%]*(?:,\.\.\.)?(?: \(.*)?$/.exec(values) ?? [];
  if (least !== undefined && most !== undefined)
    return { words: [], range: { least: Number(least), most: Number(most) }, inactive };
  return { words: values.split('|').map((word) => word.trim()), range: null, inactive };
}

/** Backends name these differently: [assumed] from the manual pages of common ones. */
const MODE_WORDS: Readonly<Record<ScanJob['colour'], RegExp>> = {
  colour: /colou?r/i,
  grey: /gr[ae]y/i,
  blackWhite: /lineart|binary|black|monochrome/i,
};
const FEEDER = /adf|feeder/i;
const DUPLEX = /duplex|both/i;
const FLATBED = /flat|normal|platen|document table/i;

const COLOURS = ['colour', 'grey', 'blackWhite'] as const;

const wordsOf = (options: SaneOptions, name: string): readonly string[] => {
  const option = options.get(name);
  return option === undefined || option.inactive ? [] : option.words;
};

/** The backend's word for a kind of picture, or null. */
export const modeWord = (options: SaneOptions, colour: ScanJob['colour']): string | null =>
  wordsOf(options, 'mode').find((word) => MODE_WORDS[colour].test(word)) ?? null;

/** The backend's word for a source; null where it has none. A backend without sources scans from its glass. */
export function sourceWord(options: SaneOptions, source: ScanJob['source'], duplex: boolean): string | null {
  const words = wordsOf(options, 'source');
  if (source === 'flatbed') return words.find((word) => FLATBED.test(word)) ?? null;
  const feeders = words.filter((word) => FEEDER.test(word) && !FLATBED.test(word));
  return feeders.find((word) => DUPLEX.test(word) === duplex && !/back/i.test(word)) ?? null;
}

/** Duplex as an option of its own, where the source has no word for it. */
export function duplexArgument(options: SaneOptions): string | null {
  const word = wordsOf(options, 'adf-mode').find((one) => DUPLEX.test(one));
  if (word !== undefined) return `--adf-mode=${word}`;
  return options.get('duplex')?.inactive === false ? '--duplex=yes' : null;
}

export function capabilitiesOf(options: SaneOptions): ScanCapabilities {
  const hasSources = wordsOf(options, 'source').length > 0;
  const hasFeeder =
    sourceWord(options, 'feeder', false) !== null || sourceWord(options, 'feeder', true) !== null;
  const hasGlass = !hasSources || sourceWord(options, 'flatbed', false) !== null;
  return {
    sources: [...(hasGlass ? (['flatbed'] as const) : []), ...(hasFeeder ? (['feeder'] as const) : [])],
    colours: COLOURS.filter((colour) => modeWord(options, colour) !== null),
    dpis: dpisOf(options),
    duplex: hasFeeder && (sourceWord(options, 'feeder', true) !== null || duplexArgument(options) !== null),
  };
}

function dpisOf(options: SaneOptions): number[] {
  const resolution = options.get('resolution');
  if (resolution === undefined) return [];
  if (resolution.range !== null) return dpisWithin(resolution.range.least, resolution.range.most);
  return resolution.words
    .map((word) => Number(/^(\d{2,4})(?:\.0+)?(?:dpi)?$/.exec(word)?.[1]))
    .filter((dpi) => dpi > 0 && dpi <= HIGHEST_DPI)
    .sort((a, b) => a - b);
}
