import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { HubConfig } from '../../contracts/config.ts';
import { diskStore } from './disk-store.ts';
import { parseS3Url } from './s3-url.ts';
import type { BlobStore } from './store.ts';

/** Folders of the hub's blobs under its data folder. */
export interface BlobFolders {
  /** Committed blobs, when they lie on disk. */
  root: string;
  /** Bytes on their way in. */
  staged: string;
  /** Bytes that were refused. */
  quarantine: string;
}

export function blobFolders(dataDir: string): BlobFolders {
  const root = join(dataDir, 'blobs');
  return { root, staged: join(root, 'staged'), quarantine: join(root, 'quarantine') };
}

/** The store of `S3_URL`, else the disk. Makes the folders. Throws `CannotStart`. */
export async function openBlobStore(
  config: Pick<HubConfig, 'dataDir' | 's3Url'>,
  log: Pick<Logger, 'warn'>,
): Promise<BlobStore> {
  const folders = blobFolders(config.dataDir);
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 });
  if (config.s3Url === undefined) return diskStore(folders.root);
  // The SDK is large; a hub without S3 does without it.
  const { s3Store } = await import('./s3-store.ts');
  const store = s3Store(parseS3Url(config.s3Url));
  await store.check(log);
  return store;
}
