import { createHash } from 'node:crypto';
import { MAX_PHONE_BYTES, PHONE_PART_BYTES } from '../../contracts/hub/phone-api.ts';
import { fail, ok } from '../../contracts/result.ts';
import type { Bytes } from '../blobs/inspect/bytes.ts';
import { codeOf } from '../cannot-start.ts';
import type { HubContext } from '../context.ts';
import type { Answer } from '../refusal.ts';

type Hub = Pick<HubContext, 'db' | 'secrets'>;

/** SQLSTATE: the file that a part belongs to is gone. */
const FOREIGN_KEY = '23503';

const bindingOf = (fileId: string, no: number): string => `phone.part:${fileId}:${no}`;

/**
 * Keeps a body as sealed parts of one length each, the last one shorter; no more than one is in memory.
 * `input.tooLarge`, `material.badFile` (empty), `phone.over`: the session was closed meanwhile.
 */
export async function keepParts(
  hub: Hub,
  fileId: string,
  body: AsyncIterable<Uint8Array>,
): Promise<Answer<{ size: number; sha256: Buffer }>> {
  const hash = createHash('sha256');
  const part = Buffer.allocUnsafe(PHONE_PART_BYTES);
  let filled = 0;
  let size = 0;
  let no = 0;
  const flush = async (): Promise<boolean> => {
    const kept = await keepPart(hub, fileId, no, part.subarray(0, filled));
    no += 1;
    filled = 0;
    return kept;
  };
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_PHONE_BYTES) return fail('input.tooLarge');
    hash.update(chunk);
    for (let at = 0; at < chunk.length; ) {
      const taken = Math.min(chunk.length - at, part.length - filled);
      part.set(chunk.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled === part.length && !(await flush())) return fail('phone.over');
    }
  }
  if (size === 0) return fail('material.badFile', 'empty');
  if (filled > 0 && !(await flush())) return fail('phone.over');
  return ok({ size, sha256: hash.digest() });
}

async function keepPart({ db, secrets }: Hub, fileId: string, no: number, plain: Buffer): Promise<boolean> {
  const bytes = secrets.seal(plain, bindingOf(fileId, no));
  try {
    await db.insertInto('phone_part').values({ file_id: fileId, no, bytes }).execute();
    return true;
  } catch (e) {
    if (codeOf(e) === FOREIGN_KEY) return false;
    throw e;
  }
}

/** One part of a file, opened; null: it is gone. */
export async function readPart({ db, secrets }: Hub, fileId: string, no: number): Promise<Buffer | null> {
  const row = await db
    .selectFrom('phone_part')
    .select('bytes')
    .where('file_id', '=', fileId)
    .where('no', '=', no)
    .executeTakeFirst();
  return row === undefined ? null : secrets.open(row.bytes, bindingOf(fileId, no));
}

/** The whole of a file to look into; the part that was read last is at hand. */
export function bytesOfParts(hub: Hub, fileId: string, size: number): Bytes {
  let held: { no: number; part: Buffer } | null = null;
  const partAt = async (no: number): Promise<Buffer> => {
    if (held?.no !== no) held = { no, part: (await readPart(hub, fileId, no)) ?? Buffer.alloc(0) };
    return held.part;
  };
  return {
    size,
    async read(at, length, into) {
      const most = Math.max(0, Math.min(length, size - at));
      const buffer = into?.subarray(0, most) ?? Buffer.allocUnsafe(most);
      let filled = 0;
      while (filled < most) {
        const from = at + filled;
        const part = await partAt(Math.floor(from / PHONE_PART_BYTES));
        const copied = part.copy(buffer, filled, from % PHONE_PART_BYTES);
        if (copied === 0) break;
        filled += copied;
      }
      return buffer.subarray(0, filled);
    },
  };
}
