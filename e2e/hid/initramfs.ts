import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from '../../scripts/lib/install.mjs';
import { cpio } from './cpio.ts';
import type { Kernel } from './kernel.ts';

/** What node-hid loads; the rest of what the guest runs is bundled. */
const PACKAGES = ['node-hid', 'pkg-prebuilds'];
const PREBUILD = 'node_modules/node-hid/prebuilds/HID_hidraw-linux-x64/node-napi-v4.node';

/** The guest's first and only file system: busybox, Node, its libraries, node-hid, the modules and our bundle. */
export async function makeInitramfs(kernel: Kernel, busybox: Uint8Array): Promise<Buffer> {
  const files = new Map<string, Uint8Array>();
  files.set('bin/busybox', busybox);
  files.set('init', Buffer.from(init(kernel.modules.map((m) => m.name))));
  for (const { name, bytes } of kernel.modules) files.set(`modules/${name}.ko`, bytes);
  files.set('bin/node', readFileSync(process.execPath));
  for (const library of [...libraries(process.execPath), ...libraries(join(ROOT, PREBUILD))])
    files.set(library.slice(1), readFileSync(library));
  for (const name of PACKAGES)
    for (const file of globSync(`node_modules/${name}/{*.js,*.json,lib/**/*.js}`, { cwd: ROOT }))
      files.set(`guest/${file}`, readFileSync(join(ROOT, file)));
  files.set(`guest/${PREBUILD}`, readFileSync(join(ROOT, PREBUILD)));
  files.set('guest/main.mjs', await bundle());
  return cpio(files);
}

/** Resets at the end: QEMU runs with -no-reboot. */
const init = (modules: readonly string[]): string => `#!/bin/busybox sh
bb=/bin/busybox
$bb mkdir -p /proc /sys /dev /tmp
$bb mount -t proc proc /proc
$bb mount -t sysfs sysfs /sys
$bb mount -t devtmpfs devtmpfs /dev
${modules.map((name) => `$bb insmod /modules/${name}.ko`).join('\n')}
$bb stty -F /dev/ttyS0 raw -echo
UV_THREADPOOL_SIZE=8 /bin/node /guest/main.mjs </dev/null >/dev/ttyS0 2>&1
$bb reboot -f
`;

/** Shared libraries of a binary, by the dynamic loader itself. */
function libraries(binary: string): string[] {
  const listed = spawnSync('ldd', [binary], { encoding: 'utf8' }).stdout ?? '';
  return [...listed.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)].flatMap((match) => match[1] ?? []);
}

async function bundle(): Promise<Uint8Array> {
  const outDir = mkdtempSync(join(tmpdir(), 'hall-hid-'));
  try {
    await build({
      configFile: false,
      root: join(import.meta.dirname, 'guest'),
      logLevel: 'warn',
      ssr: { noExternal: true, external: ['node-hid'] },
      build: {
        ssr: join(import.meta.dirname, 'guest/main.ts'),
        target: 'node24',
        outDir,
        emptyOutDir: true,
        rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
      },
    });
    return readFileSync(join(outDir, 'main.mjs'));
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
