import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasDisplay, resolveElectron } from './binary.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'electron-binary-'));
  await mkdir(join(root, 'node_modules', 'electron', 'dist'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('the Electron binary', () => {
  it('is null when nothing was downloaded', () => {
    expect(resolveElectron(root, {}, 'linux')).toBeNull();
  });

  it('is null when path.txt names a file that is gone', async () => {
    await writeFile(join(root, 'node_modules', 'electron', 'path.txt'), 'electron');
    expect(resolveElectron(root, {}, 'linux')).toBeNull();
  });

  it('is what path.txt names', async () => {
    await writeFile(join(root, 'node_modules', 'electron', 'path.txt'), 'electron');
    const binary = join(root, 'node_modules', 'electron', 'dist', 'electron');
    await writeFile(binary, '');
    expect(resolveElectron(root, {}, 'linux')).toBe(binary);
  });

  it('is in the overriding directory, without path.txt too', async () => {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'other') };
    expect(resolveElectron(root, env, 'win32')).toBeNull();
    await mkdir(join(root, 'other'));
    await writeFile(join(root, 'other', 'electron.exe'), '');
    expect(resolveElectron(root, env, 'win32')).toBe(join(root, 'other', 'electron.exe'));
  });
});

it('asks Linux alone for a display', () => {
  expect(hasDisplay({}, 'linux')).toBe(false);
  expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
  expect(hasDisplay({}, 'win32')).toBe(true);
});
