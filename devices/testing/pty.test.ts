import { existsSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasSocat, openPty } from './pty.ts';
import { tempFolder } from './temp-folder.ts';

const folder = tempFolder();

describe.skipIf(!hasSocat())('a PTY', () => {
  test('vanishes when it is unplugged, and comes back at the same path', async () => {
    const path = join(folder, 'tty');
    const pty = await openPty({ path });
    const first = pty.device();
    expect(existsSync(path)).toBe(true);
    expect(await pty.plug()).toBe(first);
    await pty.unplug();
    expect(existsSync(path)).toBe(false);
    expect(pty.device()).toBeNull();
    expect(await first?.write(Uint8Array.of(1))).toMatchObject({ ok: false });
    const second = await pty.plug();
    expect(second).not.toBe(first);
    expect(existsSync(path)).toBe(true);
    await second.close();
    expect(existsSync(path)).toBe(false);
    expect(pty.device()).toBeNull();
    await pty.plug();
    await pty.stop();
    await pty.stop();
    expect(existsSync(path)).toBe(false);
  });

  test('a paced write that is unplugged in the middle ends', async () => {
    const pty = await openPty({ path: join(folder, 'slow'), pacedBaud: 9_600 });
    const writing = pty.device()?.write(new Uint8Array(5_000));
    await pty.unplug();
    expect(await writing).toMatchObject({ ok: false, error: { code: 'device.unplugged' } });
  });

  test('takes the place of a link that a killed process has left', async () => {
    const path = join(folder, 'stale');
    symlinkSync('/dev/null', path);
    const pty = await openPty({ path });
    expect(realpathSync(path)).toMatch(/^\/dev\/pts\//);
    await pty.stop();
  });

  test('says when no port can be made', async () => {
    await expect(openPty({ path: join(folder, 'no', 'such', 'folder') })).rejects.toThrow('made no port');
  });
});
