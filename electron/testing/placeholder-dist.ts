import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A distribution of Electron without Electron: the files that electron-builder's directory build for Linux looks
 * for, the executable being a text that holds a fuse wire. With it the packing itself (archive, unpacked natives,
 * fuses) can be run and looked at where the binary cannot be had. It does not start.
 */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const WIRE_VERSION = 1;
/** State of each of Electron 45's nine fuses as delivered: `0` off, `1` on. Source: @electron/fuses, FuseV1Options. */
const WIRE = '101100011';

export async function writePlaceholderDist(dir: string, version: string): Promise<void> {
  await mkdir(join(dir, 'locales'), { recursive: true });
  await mkdir(join(dir, 'resources'), { recursive: true });
  const wire = Buffer.concat([
    Buffer.from(`#!/bin/sh\necho "placeholder: the Electron binary is missing" >&2\nexit 1\n`),
    Buffer.from(SENTINEL),
    Buffer.from([WIRE_VERSION, WIRE.length]),
    Buffer.from(WIRE),
  ]);
  await writeFile(join(dir, 'electron'), wire, { mode: 0o755 });
  await writeFile(join(dir, 'version'), version);
  for (const file of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'chrome_crashpad_handler']) {
    await writeFile(join(dir, file), '', { mode: 0o755 });
  }
  for (const locale of ['zh-CN', 'en-US', 'de']) await writeFile(join(dir, 'locales', `${locale}.pak`), '');
}
