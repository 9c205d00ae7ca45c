import type { Insertable } from 'kysely';
import type { Database } from '../db/schema.ts';

type TerminalRow = Insertable<Database['terminal']>;

/** A terminal's row as it is before its first contact; `known`: what is known of it already. */
export const terminalRow = (
  known: Pick<TerminalRow, 'id' | 'window_id'> & Partial<TerminalRow>,
): TerminalRow => ({
  state: 'enrolling',
  public_key: null,
  enrolled_at: null,
  last_seen_at: null,
  app: null,
  epoch: null,
  fault: null,
  clock_offset_ms: null,
  ...known,
});
