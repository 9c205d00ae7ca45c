import type { Level } from '../../contracts/levels.ts';
import type { PadKey } from '../i18n.ts';

/** The official words of each level. */
export const LEVEL_TEXT: Readonly<Record<Level, PadKey>> = {
  5: 'level.5',
  4: 'level.4',
  3: 'level.3',
  2: 'level.2',
  1: 'level.1',
};
