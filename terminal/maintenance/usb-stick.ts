import { accessSync, constants, existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Where desktops and udev rules put a stick. */
const PLACES = /^\/(media|run\/media)\//;

/**
 * Mount point of a USB stick that can be written to; null when there is none, and on systems other than Linux.
 * `root` is where `/proc`, `/sys` and the mount points are looked for.
 */
export function findUsbStick(root = '/'): string | null {
  let mounts: string;
  try {
    mounts = readFileSync(join(root, 'proc/self/mounts'), 'utf8');
  } catch {
    return null;
  }
  for (const line of mounts.split('\n')) {
    const [device = '', point = '', , options = ''] = line.split(' ').map(unescapeMount);
    if (!PLACES.test(point) || !options.split(',').includes('rw')) continue;
    if (!device.startsWith('/dev/') || !isRemovable(root, basename(device))) continue;
    const path = join(root, point);
    if (isWritable(path)) return path;
  }
  return null;
}

/** Source: proc_pid_mounts(5), getmntent(3): space, tab, newline and backslash are written as octal. */
const unescapeMount = (field: string): string =>
  field.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** A disk, or the disk of a partition, that the kernel calls removable or that hangs on USB. */
function isRemovable(root: string, name: string): boolean {
  const classPath = join(root, 'sys/class/block', name);
  try {
    const path = realpathSync(classPath);
    const disk = existsSync(join(path, 'partition')) ? dirname(path) : path;
    return /\/usb\d+\//.test(disk) || readFileSync(join(disk, 'removable'), 'utf8').trim() === '1';
  } catch {
    return false;
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
