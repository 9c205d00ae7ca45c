import type { QueueState } from './queue.ts';

/**
 * printer-state-reasons (RFC 8011 §5.4.12, PWG 5100.9 §7) → codes of `errors.ts`. The order is that in which a person
 * mends them.
 */
const FAULTS: readonly [reason: RegExp, code: string][] = [
  [/^(cover|door|interlock)-open|^input-tray-missing/, 'print.coverOpen'],
  [/^media-jam/, 'print.paperJam'],
  [/^media-(empty|needed)/, 'print.paperOut'],
  [/^output-(area|tray)-(full|missing)/, 'print.trayFull'],
  [/^(toner|marker-supply|developer)-empty|^marker-waste-full/, 'print.inkOut'],
  [/^fuser-over-temp|^marker-fuser-/, 'print.overheated'],
  [/^(offline|shutdown|connecting-to-device|timed-out|unreachable|com\.\w+\.offline)/, 'print.offline'],
  [/^spool-area-full/, 'print.spoolFull'],
  [/^(stopped-partly|hold-new-jobs|other|cups-missing-filter|cups-insecure-filter)/, 'device.fault'],
];
const WARNINGS: readonly [reason: RegExp, code: string][] = [
  [/^media-low/, 'print.paperLow'],
  [/^output-(area|tray)-almost-full/, 'print.trayFull'],
  [/^(toner|marker-supply|developer)-low|^marker-waste-almost-full/, 'print.inkLow'],
];

const find = (table: readonly [RegExp, string][], reasons: readonly string[]): string | null =>
  table.find(([pattern]) => reasons.some((reason) => pattern.test(reason)))?.[1] ?? null;

/** Why nothing comes out; null when something does. `…-report` only informs. */
export function faultOf(state: Pick<QueueState, 'stopped' | 'accepting' | 'reasons'>): string | null {
  const serious = state.reasons.filter((reason) => !/-(warning|report)$/.test(reason) || isOffline(reason));
  const known = find(FAULTS, serious);
  if (known !== null) return known;
  if (state.stopped || !state.accepting) return 'print.queueStopped';
  return serious.some((reason) => reason.endsWith('-error')) ? 'device.fault' : null;
}

/** CUPS says `offline-report` of a printer that is switched off, and waits. */
const isOffline = (reason: string): boolean => reason.startsWith('offline');

export function warningOf(state: Pick<QueueState, 'reasons'>): string | null {
  return find(
    [...WARNINGS, ...FAULTS],
    state.reasons.filter((reason) => !reason.endsWith('-report')),
  );
}
