import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findUsbStick } from './usb-stick.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hall-usb-'));
  mkdirSync(join(root, 'proc/self'), { recursive: true });
  mkdirSync(join(root, 'sys/class/block'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A disk with one partition, as sysfs shows them. */
function disk(name: string, removable: boolean, bus = 'pci0000:00/ata1'): void {
  const path = join(root, 'sys/devices', bus, 'block', name);
  mkdirSync(join(path, `${name}1`), { recursive: true });
  writeFileSync(join(path, 'removable'), removable ? '1\n' : '0\n');
  writeFileSync(join(path, `${name}1`, 'partition'), '1\n');
  symlinkSync(path, join(root, 'sys/class/block', name));
  symlinkSync(join(path, `${name}1`), join(root, 'sys/class/block', `${name}1`));
}
function mounts(...lines: string[]): void {
  writeFileSync(join(root, 'proc/self/mounts'), `${lines.join('\n')}\n`);
  for (const line of lines)
    mkdirSync(join(root, (line.split(' ')[1] ?? '').replaceAll('\\040', ' ')), { recursive: true });
}

test('a stick is found where the desktop mounted it, with a space in its name', () => {
  disk('sda', false);
  disk('sdb', true);
  mounts(
    '/dev/sda1 / ext4 rw,relatime 0 0',
    'tmpfs /run/media tmpfs rw 0 0',
    '/dev/sdb1 /run/media/hall/USB\\040盘 vfat rw,nosuid 0 0',
  );
  expect(findUsbStick(root)).toBe(join(root, 'run/media/hall/USB 盘'));
});

test('a USB disk counts though the kernel calls it fixed, and one without partitions too', () => {
  disk('sdc', false, 'pci0000:00/usb2/2-1');
  mounts('/dev/sdc /media/disk exfat rw 0 0');
  expect(findUsbStick(root)).toBe(join(root, 'media/disk'));
});

test.each([
  ['read-only', '/dev/sdb1 /media/usb vfat ro,nosuid 0 0'],
  ['a built-in disk', '/dev/sda1 /media/data ext4 rw 0 0'],
  ['elsewhere', '/dev/sdb1 /srv vfat rw 0 0'],
  ['of the network', '//server/share /media/share cifs rw 0 0'],
  ['of a device that is gone', '/dev/sdz1 /media/usb vfat rw 0 0'],
])('what is %s is no stick', (_, line) => {
  disk('sda', false);
  disk('sdb', true);
  mounts(line);
  expect(findUsbStick(root)).toBeNull();
});

test('a system without /proc has none', () => {
  expect(findUsbStick(join(root, 'nowhere'))).toBeNull();
});
