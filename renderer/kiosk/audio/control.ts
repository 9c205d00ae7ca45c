import type { Translate } from '../../translations.ts';
import type { KioskKey } from '../texts.ts';

export type ControlRole = 'button' | 'link' | 'field' | 'tick' | 'option' | 'switch';

/** What of a control on the screen can be told. */
export interface Control {
  role: ControlRole;
  /** Lines are said one after the other. */
  name: string;
  /** What a field holds; null: not a field, or one that keeps it to itself. */
  value: string | null;
  /** Of a tick, an option or a switch, and of a button that stays pressed. */
  isChosen: boolean | null;
  isExpanded: boolean | null;
  isUnavailable: boolean;
  /** Its place among options of one choice. */
  position: { n: number; of: number } | null;
}

type T = Translate<KioskKey>;

/** A control in the order that a screen reader tells it: name, role, state, value. Each part is said by itself. */
export function controlWords(control: Control, t: T): string[] {
  const { role, name, value, isChosen, isExpanded, isUnavailable, position } = control;
  return [
    name,
    t(`audio.${role}`),
    ...(isChosen === null ? [] : [chosenWords(role, isChosen, t)]),
    ...(isExpanded === null ? [] : [t(isExpanded ? 'audio.opened' : 'audio.closed')]),
    ...(value === null ? [] : value === '' ? [t('audio.empty')] : [t('audio.filled'), value]),
    ...(isUnavailable ? [t('audio.unavailable')] : []),
    ...(position === null ? [] : [t('audio.position', position)]),
  ].filter((words) => words.trim() !== '');
}

function chosenWords(role: ControlRole, isChosen: boolean, t: T): string {
  if (role === 'switch') return t(isChosen ? 'audio.on' : 'audio.off');
  return t(isChosen ? 'audio.chosen' : 'audio.notChosen');
}

/** What is told of a change in a field: what came to its end, or what went. Of any other change the whole. */
export function typedWords(before: string, after: string, t: T): string[] {
  if (after === before) return [];
  if (after === '') return [t('audio.cleared')];
  if (after.startsWith(before)) return [after.slice(before.length)];
  if (before.startsWith(after)) return [before.slice(after.length), t('audio.removed')];
  return [after];
}
