import { MAX_PHONE_FILES, PHONE_PART_BYTES, type PhoneFile } from '../../contracts/hub/phone-api.ts';
import type { PaperType } from '../../contracts/material.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';
import { checkFile } from './check.ts';
import { bytesOfParts, keepParts, readPart } from './parts.ts';
import { freePlaces, sessionOfTerminal, sessionOfToken } from './sessions.ts';

type Hub = Pick<HubContext, 'db' | 'now' | 'newId' | 'secrets' | 'log'>;

/** Whoever sends for longer has gone away, ms. */
const COMING_MS = 10 * 60_000;
const MAX_NAME = 120;
const nameBinding = (fileId: string): string => `phone.name:${fileId}`;

/**
 * Takes a file from a phone. What is refused leaves nothing. Answers how many more the session takes. `phone.over`,
 * `phone.full`, `input.tooLarge`, `material.*` as `checkFile` says.
 */
export async function receiveFile(
  hub: Hub,
  token: string,
  name: string,
  body: AsyncIterable<Uint8Array>,
): Promise<Answer<{ free: number }>> {
  const session = await sessionOfToken(hub, token);
  if (!session.ok) return session;
  const fileId = hub.newId();
  const begun = await beginFile(hub, session.value.id, fileId, name);
  if (!begun.ok) return begun;
  let isWhole = false;
  try {
    const taken = await takeIn(hub, fileId, body);
    isWhole = taken.ok;
    if (!taken.ok) return taken;
    hub.log.info({ type: taken.value.type, size: taken.value.size }, 'phone.received');
    return ok({ free: await freePlaces(hub, session.value.id) });
  } finally {
    if (!isWhole) await hub.db.deleteFrom('phone_file').where('id', '=', fileId).execute();
  }
}

/** Its place in the session, before its bytes: many at once are no more than are allowed. */
async function beginFile(hub: Hub, sessionId: string, fileId: string, name: string): Promise<Answer<null>> {
  return hub.db.transaction().execute(async (trx): Promise<Answer<null>> => {
    const session = await trx
      .selectFrom('phone_session')
      .select('id')
      .where('id', '=', sessionId)
      .forUpdate()
      .executeTakeFirst();
    if (session === undefined) return fail('phone.over');
    const { count } = await trx
      .selectFrom('phone_file')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('session_id', '=', sessionId)
      .executeTakeFirstOrThrow();
    if (Number(count) >= MAX_PHONE_FILES) return fail('phone.full');
    await trx
      .insertInto('phone_file')
      .values({
        id: fileId,
        session_id: sessionId,
        name: hub.secrets.seal(Buffer.from(cleanName(name), 'utf8'), nameBinding(fileId)),
        begun_at: hub.now(),
        type: null,
        size: null,
        sha256: null,
        came_at: null,
      })
      .execute();
    return ok(null);
  });
}

async function takeIn(
  hub: Hub,
  fileId: string,
  body: AsyncIterable<Uint8Array>,
): Promise<Answer<{ type: PaperType; size: number }>> {
  const kept = await keepParts(hub, fileId, body);
  if (!kept.ok) return kept;
  const { size, sha256 } = kept.value;
  const checked = await checkFile(bytesOfParts(hub, fileId, size));
  if (!checked.ok) return checked;
  const done = await hub.db
    .updateTable('phone_file')
    .set({ type: checked.value, size, sha256, came_at: hub.now() })
    .where('id', '=', fileId)
    .executeTakeFirst();
  return Number(done.numUpdatedRows) === 0 ? fail('phone.over') : ok({ type: checked.value, size });
}

/** One line, without folders and signs that are not seen. */
function cleanName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = [...last.replaceAll(/\p{C}/gu, '').trim()].slice(0, MAX_NAME).join('').slice(0, MAX_NAME);
  return plain.isWellFormed() && plain !== '' ? plain : 'file';
}

export interface PhoneList {
  seen: boolean;
  coming: number;
  leftMs: number;
  files: PhoneFile[];
}

/** What has come for a terminal's own session, oldest first. `phone.over`. */
export async function listFiles(hub: Hub, terminalId: string, sessionId: string): Promise<Answer<PhoneList>> {
  const session = await sessionOfTerminal(hub, terminalId, sessionId);
  if (!session.ok) return session;
  const rows = await hub.db
    .selectFrom('phone_file')
    .select(['id', 'name', 'begun_at', 'type', 'size', 'sha256', 'came_at'])
    .where('session_id', '=', sessionId)
    .orderBy('came_at')
    .orderBy('id')
    .execute();
  const since = hub.now().getTime() - COMING_MS;
  const files = rows.flatMap(({ id, name, type, size, sha256, came_at }): PhoneFile[] => {
    if (type === null || size === null || sha256 === null || came_at === null) return [];
    const plain = hub.secrets.open(name, nameBinding(id)).toString('utf8');
    return [{ id, name: plain, type, size, sha256: sha256.toString('hex'), atMs: came_at.getTime() }];
  });
  const coming = rows.filter((r) => r.type === null && r.begun_at.getTime() > since).length;
  return ok({ ...session.value, coming, files });
}

/** One part of a file of a terminal's own session. `phone.over`, `not.found`, `input.invalid`: behind its end. */
export async function readFilePart(
  hub: Hub,
  terminalId: string,
  { id, fileId, offset }: { id: string; fileId: string; offset: number },
): Promise<Answer<{ size: number; offset: number; bytes: string }>> {
  const session = await sessionOfTerminal(hub, terminalId, id);
  if (!session.ok) return session;
  const file = await hub.db
    .selectFrom('phone_file')
    .select('size')
    .where('id', '=', fileId)
    .where('session_id', '=', id)
    .where('type', 'is not', null)
    .executeTakeFirst();
  if (file === undefined || file.size === null) return fail('not.found');
  if (offset >= file.size) return fail('input.invalid', 'offset');
  const part = await readPart(hub, fileId, offset / PHONE_PART_BYTES);
  if (part === null) return fail('not.found');
  return ok({ size: file.size, offset, bytes: part.toString('base64') });
}

/** A file goes; `phone.over`. One that is gone already is no fault. */
export async function removeFile(
  hub: Hub,
  terminalId: string,
  { id, fileId }: { id: string; fileId: string },
): Promise<Answer<null>> {
  const session = await sessionOfTerminal(hub, terminalId, id);
  if (!session.ok) return session;
  await hub.db.deleteFrom('phone_file').where('id', '=', fileId).where('session_id', '=', id).execute();
  return ok(null);
}
