import type { Kysely, Transaction } from 'kysely';
import type { HubContext } from '../context.ts';
import type { Database } from '../db/schema.ts';

/** Tables of the console alone, made by migration `002-console-indexes`. */
export type ConsoleTables = {
  /**
   * Sign-in attempts that belong to no account: `subject` is `ip:<address>`, or `login:<mac>` of a login that nobody
   * has, so that an unknown login locks like a known one and so tells nobody which logins exist.
   */
  console_attempt: { subject: string; failed: number; since: Date; locked_until: Date | null };
};

export type ConsoleDb = Kysely<Database & ConsoleTables>;
export type ConsoleTrx = Transaction<Database & ConsoleTables>;

export const consoleDb = (hub: Pick<HubContext, 'db'>): ConsoleDb => hub.db.withTables<ConsoleTables>();
