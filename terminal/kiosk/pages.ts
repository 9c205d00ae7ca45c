import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../contracts/result.ts';

export type PageType = 'image/jpeg' | 'image/png' | 'application/pdf';

/** The pages of one session, until they are sent or the session ends. */
export interface PageStore {
  /** `store.full` or `store.fault` when the disk does not take it. */
  put(id: string, bytes: Uint8Array, type: PageType): Result<null>;
  get(id: string): { bytes: Uint8Array; type: PageType } | null;
  remove(id: string): void;
  /** Nothing is left: the files go, and with the key whatever a disk may still hold of them. */
  wipe(): void;
}

const NONCE = 12;
const TAG = 16;

/**
 * Keeps pages as files sealed by a key that lives in memory alone (AES-256-GCM; the page's id is additional data). What
 * a crash leaves behind opens to nobody and is removed at the next start.
 */
export function openPages(dir: string): PageStore {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  let key = randomBytes(32);
  const types = new Map<string, PageType>();
  const file = (id: string) => join(dir, id);

  return {
    put(id, bytes, type) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(id));
      const sealed = cipher.update(bytes);
      cipher.final();
      try {
        writeFileSync(file(id), Buffer.concat([nonce, cipher.getAuthTag(), sealed]), { mode: 0o600 });
      } catch (e) {
        const { code } = e as NodeJS.ErrnoException;
        rmSync(file(id), { force: true });
        return fail(code === 'ENOSPC' || code === 'EDQUOT' ? 'store.full' : 'store.fault', code);
      }
      types.set(id, type);
      return ok(null);
    },
    get(id) {
      const type = types.get(id);
      if (type === undefined) return null;
      try {
        const sealed = readFileSync(file(id));
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), {
          authTagLength: TAG,
        });
        decipher.setAAD(Buffer.from(id));
        decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
        const bytes = decipher.update(sealed.subarray(NONCE + TAG));
        decipher.final();
        return { bytes, type };
      } catch {
        return null;
      }
    },
    remove(id) {
      if (types.delete(id)) unlinkQuietly(file(id));
    },
    wipe() {
      for (const id of types.keys()) unlinkQuietly(file(id));
      types.clear();
      key.fill(0);
      key = randomBytes(32);
    },
  };
}

/** The key is what protects the bytes: a file that cannot be removed now goes at the next start. */
function unlinkQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // As said above.
  }
}
