const MAGIC = '070701';
const FOLDER = 0o040755;
const FILE = 0o100755;
const TRAILER = 'TRAILER!!!';

/**
 * A cpio archive in the "newc" format, as the kernel unpacks it into its first file system
 * (Documentation/driver-api/early-userspace/buffer-format.rst). Folders are made as they are needed.
 */
export function cpio(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const parts: Buffer[] = [];
  let inode = 1;
  function add(name: string, mode: number, data: Uint8Array): void {
    const path = Buffer.from(`${name}\0`);
    const fields = [inode++, mode, 0, 0, 1, 0, data.length, 0, 0, 0, 0, path.length, 0];
    const header = MAGIC + fields.map((n) => n.toString(16).padStart(8, '0')).join('');
    parts.push(padded(Buffer.concat([Buffer.from(header), path])), padded(Buffer.from(data)));
  }
  const folders = new Set<string>();
  for (const [name, data] of files) {
    const steps = name.split('/').slice(0, -1);
    for (const [i] of steps.entries()) {
      const folder = steps.slice(0, i + 1).join('/');
      if (!folders.has(folder)) add(folder, FOLDER, new Uint8Array());
      folders.add(folder);
    }
    add(name, FILE, data);
  }
  add(TRAILER, 0, new Uint8Array());
  return Buffer.concat(parts);
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
