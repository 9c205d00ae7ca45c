import { login as loginShape } from '../../../contracts/hub/console-api.ts';
import type { HubContext } from '../../context.ts';
import { type ConsoleTrx, consoleDb } from '../tables.ts';
import {
  ADDRESS_WINDOW_MS,
  type Attempts,
  countAddress,
  countAttempt,
  isLocked,
  NO_ATTEMPTS,
} from './lockout.ts';

/** How an attempt to prove a password may go on. */
export type Attempt =
  | {
      kind: 'try';
      /** null: nobody has this login; then verify against `NOBODY`, so that it takes as long. */
      user: { id: string; passwordHash: string; disabled: boolean } | null;
      /** Until when the account is locked should this attempt fail; null = it may be tried again at once. */
      lockedUntil: Date | null;
    }
  /** The account waits; `known` = there is one. */
  | { kind: 'locked'; known: boolean }
  /** Too many failures from this address. */
  | { kind: 'addressRefused' };

type Hub = Pick<HubContext, 'db' | 'now' | 'secrets'>;

/**
 * Counts one attempt for `login` from `ip` as a failure before it is made (see `countAttempt`); who turns out to be
 * right starts anew.
 */
export async function countBeforehand(hub: Hub, login: string, ip: string): Promise<Attempt> {
  const now = hub.now();
  return consoleDb(hub)
    .transaction()
    .execute(async (trx) => {
      if (await isAddressRefused(trx, ip, now)) return { kind: 'addressRefused' };
      // Only a possible login is looked up: others may hold what PostgreSQL does not take.
      if (!loginShape.safeParse(login).success) return { kind: 'try', user: null, lockedUntil: null };
      const user = await trx
        .selectFrom('console_user')
        .select(['id', 'password_hash', 'disabled', 'failed', 'locked_until'])
        .where('login', '=', login)
        .forUpdate()
        .executeTakeFirst();
      if (!user) return countUnknown(trx, hub, login, now);

      const was: Attempts = { failed: user.failed, lockedUntil: user.locked_until };
      if (isLocked(was, now)) return { kind: 'locked', known: true };
      const is = countAttempt(was, now);
      await trx
        .updateTable('console_user')
        .set({ failed: is.failed, locked_until: is.lockedUntil })
        .where('id', '=', user.id)
        .execute();
      return {
        kind: 'try',
        user: { id: user.id, passwordHash: user.password_hash, disabled: user.disabled },
        lockedUntil: is.lockedUntil,
      };
    });
}

/**
 * The password was right: the address gets its attempt back. Call it before the account's row is locked: every
 * transaction here locks the address first, then the account, then the audit chain.
 */
export async function forgiveAddress(trx: ConsoleTrx, ip: string): Promise<void> {
  await trx
    .updateTable('console_attempt')
    .set((eb) => ({ failed: eb('failed', '-', 1) }))
    .where('subject', '=', addressSubject(ip))
    .where('failed', '>', 0)
    .execute();
}

const addressSubject = (ip: string): string => `ip:${ip}`;

async function isAddressRefused(trx: ConsoleTrx, ip: string, now: Date): Promise<boolean> {
  const row = await lockedAttempt(trx, addressSubject(ip), now);
  const is = countAddress(row, now);
  if (!is.refused) {
    await trx
      .updateTable('console_attempt')
      .set({ failed: is.failed, since: is.since })
      .where('subject', '=', addressSubject(ip))
      .execute();
  }
  return is.refused;
}

/** A login that nobody has locks by the same rule; it is counted under a MAC, never as typed. */
async function countUnknown(trx: ConsoleTrx, hub: Hub, login: string, now: Date): Promise<Attempt> {
  const subject = `login:${hub.secrets.mac('console.unknown-login', login).toString('hex')}`;
  const row = await lockedAttempt(trx, subject, now);
  const was: Attempts =
    row.failed === 0 ? NO_ATTEMPTS : { failed: row.failed, lockedUntil: row.locked_until };
  if (isLocked(was, now)) return { kind: 'locked', known: false };
  const is = countAttempt(was, now);
  await trx
    .updateTable('console_attempt')
    .set({ failed: is.failed, since: now, locked_until: is.lockedUntil })
    .where('subject', '=', subject)
    .execute();
  return { kind: 'try', user: null, lockedUntil: is.lockedUntil };
}

/** The row of a subject, made when there is none, locked to the transaction's end. */
async function lockedAttempt(trx: ConsoleTrx, subject: string, now: Date) {
  return trx
    .insertInto('console_attempt')
    .values({ subject, failed: 0, since: now, locked_until: null })
    .onConflict((oc) => oc.column('subject').doUpdateSet({ subject }))
    .returning(['failed', 'since', 'locked_until'])
    .executeTakeFirstOrThrow();
}

/** How long an attempt without an account is remembered. */
const REMEMBERED_MS = 24 * 3_600_000;

/** Forgets attempts that can no longer matter. */
export async function sweepAttempts(hub: Pick<HubContext, 'db' | 'now'>): Promise<void> {
  const now = hub.now().getTime();
  await consoleDb(hub)
    .deleteFrom('console_attempt')
    .where((eb) =>
      eb.or([
        eb.and([eb('subject', 'like', 'ip:%'), eb('since', '<', new Date(now - ADDRESS_WINDOW_MS))]),
        eb('since', '<', new Date(now - REMEMBERED_MS)),
      ]),
    )
    .execute();
}
