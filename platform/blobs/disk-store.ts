import { createReadStream } from 'node:fs';
import { open, opendir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../cannot-start.ts';
import { makeFolder, moveDurably, sizeOf } from './files.ts';
import { type BlobStore, blobKey, hashOfKey, type StoredBlob } from './store.ts';

const READ_BYTES = 256 * 1024;

/** Blobs as files `<folder>/ab/<sha256>`; staged files must lie on the same disk. */
export function diskStore(folder: string): BlobStore {
  const fileOf = (sha256: string): string => join(folder, blobKey(sha256));
  return {
    async put(sha256, file) {
      const target = fileOf(sha256);
      await makeFolder(dirname(target));
      await moveDurably(file, target);
    },
    size: (sha256) => sizeOf(fileOf(sha256)),
    async read(sha256, range) {
      try {
        // Opened before it is promised: a blob that is removed meanwhile is still read to its end.
        const handle = await open(fileOf(sha256), 'r');
        return createReadStream('', { ...range, fd: handle, highWaterMark: READ_BYTES });
      } catch (e) {
        if (codeOf(e) === 'ENOENT') return null;
        throw e;
      }
    },
    remove: (sha256) => rm(fileOf(sha256), { force: true }),
    list: () => listFiles(folder),
    close() {},
  };
}

async function* listFiles(root: string): AsyncGenerator<StoredBlob> {
  for await (const folder of await opendir(root)) {
    if (!folder.isDirectory() || !/^[0-9a-f]{2}$/.test(folder.name)) continue;
    for await (const file of await opendir(join(root, folder.name))) {
      const sha256 = hashOfKey(`${folder.name}/${file.name}`);
      if (sha256 === null) continue;
      const facts = await stat(join(root, folder.name, file.name)).catch(() => null);
      if (facts?.isFile()) yield { sha256, size: facts.size, modifiedAt: facts.mtime };
    }
  }
}
