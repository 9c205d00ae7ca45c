import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterEach, beforeEach, expect, it } from 'vitest';
import afterPack, { packedBinary } from './after-pack.ts';
import { writePlaceholderDist } from './testing/placeholder-dist.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'electron-fuses-'));
  await writePlaceholderDist(dir, '45.4.1');
  await rename(join(dir, 'electron'), join(dir, 'hall-terminal'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const context = (platform: string) => ({
  appOutDir: dir,
  electronPlatformName: platform,
  packager: {
    ...(platform === 'linux' ? { executableName: 'hall-terminal' } : {}),
    appInfo: { productFilename: 'hall-terminal' },
  },
});

it('sets exactly the fuses that were decided on', async () => {
  await afterPack(context('linux'));
  const wire = await getCurrentFuseWire(join(dir, 'hall-terminal'));
  const { RunAsNode, EnableCookieEncryption, EnableNodeOptionsEnvironmentVariable } = FuseV1Options;
  const { EnableNodeCliInspectArguments, EnableEmbeddedAsarIntegrityValidation, OnlyLoadAppFromAsar } =
    FuseV1Options;
  const { LoadBrowserProcessSpecificV8Snapshot, GrantFileProtocolExtraPrivileges, WasmTrapHandlers } =
    FuseV1Options;
  expect(wire).toMatchObject({
    [RunAsNode]: FuseState.DISABLE,
    [EnableCookieEncryption]: FuseState.ENABLE,
    [EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
    [EnableNodeCliInspectArguments]: FuseState.DISABLE,
    [EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
    [OnlyLoadAppFromAsar]: FuseState.ENABLE,
    [LoadBrowserProcessSpecificV8Snapshot]: FuseState.DISABLE,
    [GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
    [WasmTrapHandlers]: FuseState.ENABLE,
  });
});

it('fails the build when the binary has no fuses, or one more than was decided on', async () => {
  const binary = join(dir, 'hall-terminal');
  const good = await readFile(binary);
  await writeFile(binary, 'not Electron');
  await expect(afterPack(context('linux'))).rejects.toThrow(/sentinel/);
  good[good.length - 10] = 10;
  await writeFile(binary, Buffer.concat([good, Buffer.from('1')]));
  await expect(afterPack(context('linux'))).rejects.toThrow(/10 fuses/);
});

it('knows the executable’s name on Windows', () => {
  expect(packedBinary(context('win32'))).toBe(join(dir, 'hall-terminal.exe'));
});
