import { randomBytes } from 'node:crypto';
import { MAX_PHONE_FILES, PHONE_PAGE, PHONE_SESSION_MS } from '../../contracts/hub/phone-api.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { secretHash } from '../secret-hash.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'newId' | 'config'>;

const TOKEN_BYTES = 24;

export interface PhoneSession {
  id: string;
  /** To be shown by this terminal alone. */
  url: string;
  leftMs: number;
}

/** Can phones reach this hub? */
export const isOffered = ({ config }: Pick<Hub, 'config'>): boolean => config.publicUrl !== undefined;

/**
 * A new session of a terminal; its earlier one goes, with all that was in it. The token is kept as its hash alone.
 * `phone.notOffered`: no address to show.
 */
export async function openSession(hub: Hub, terminalId: string): Promise<Answer<PhoneSession>> {
  const { publicUrl } = hub.config;
  if (publicUrl === undefined) return fail('phone.notOffered');
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const id = hub.newId();
  const now = hub.now();
  await hub.db.transaction().execute(async (trx) => {
    // One at a time: the second of two at once ends the first.
    await trx.selectFrom('terminal').select('id').where('id', '=', terminalId).forUpdate().execute();
    await trx.deleteFrom('phone_session').where('terminal_id', '=', terminalId).execute();
    await trx
      .insertInto('phone_session')
      .values({
        id,
        terminal_id: terminalId,
        token_sha256: secretHash(token),
        opened_at: now,
        expires_at: new Date(now.getTime() + PHONE_SESSION_MS),
        seen_at: null,
      })
      .execute();
  });
  const url = `${publicUrl.replace(/\/+$/, '')}${PHONE_PAGE}/${token}`;
  return ok({ id, url, leftMs: PHONE_SESSION_MS });
}

/** The session of an address, while it is open. `phone.over`. */
export async function sessionOfToken(
  hub: Pick<Hub, 'db' | 'now'>,
  token: string,
): Promise<Answer<{ id: string; leftMs: number }>> {
  const now = hub.now();
  const row = await hub.db
    .selectFrom('phone_session')
    .select(['id', 'expires_at'])
    .where('token_sha256', '=', secretHash(token))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (row === undefined) return fail('phone.over');
  return ok({ id: row.id, leftMs: row.expires_at.getTime() - now.getTime() });
}

/** A terminal's own session, while it is open. `phone.over`: also for the session of another. */
export async function sessionOfTerminal(
  hub: Pick<Hub, 'db' | 'now'>,
  terminalId: string,
  id: string,
): Promise<Answer<{ seen: boolean; leftMs: number }>> {
  const now = hub.now();
  const row = await hub.db
    .selectFrom('phone_session')
    .select(['seen_at', 'expires_at'])
    .where('id', '=', id)
    .where('terminal_id', '=', terminalId)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (row === undefined) return fail('phone.over');
  return ok({ seen: row.seen_at !== null, leftMs: row.expires_at.getTime() - now.getTime() });
}

/** A phone has opened the page. Answers how long the session lasts and how many files it takes. `phone.over`. */
export async function greet(
  hub: Pick<Hub, 'db' | 'now'>,
  token: string,
): Promise<Answer<{ leftMs: number; free: number }>> {
  const session = await sessionOfToken(hub, token);
  if (!session.ok) return session;
  const { id, leftMs } = session.value;
  await hub.db
    .updateTable('phone_session')
    .set({ seen_at: hub.now() })
    .where('id', '=', id)
    .where('seen_at', 'is', null)
    .execute();
  return ok({ leftMs, free: await freePlaces(hub, id) });
}

export async function freePlaces(hub: Pick<Hub, 'db'>, sessionId: string): Promise<number> {
  const { count } = await hub.db
    .selectFrom('phone_file')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('session_id', '=', sessionId)
    .executeTakeFirstOrThrow();
  return Math.max(0, MAX_PHONE_FILES - Number(count));
}

/** Ends a terminal's session; another's stays. */
export async function closeSession(hub: Pick<Hub, 'db'>, terminalId: string, id: string): Promise<void> {
  await hub.db
    .deleteFrom('phone_session')
    .where('id', '=', id)
    .where('terminal_id', '=', terminalId)
    .execute();
}

/** Sessions whose time is up go, with their files. Answers how many. */
export async function sweepPhone(hub: Pick<Hub, 'db' | 'now'>): Promise<number> {
  const gone = await hub.db
    .deleteFrom('phone_session')
    .where('expires_at', '<=', hub.now())
    .executeTakeFirst();
  return Number(gone.numDeletedRows);
}
