import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A new folder that is gone after the tests of this file; called outside of a test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hall-devices-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
