/**
 * Builds every part into dist/: `node scripts/build.ts [part …]`. A part whose sources have not changed since its
 * last build is left alone, so that a second `npm start` is quick; `--force` builds all the same.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from './lib/install.mjs';

interface Part {
  config: string;
  out: string;
  /** Folders whose files go into it. */
  from: string[];
  /** A folder that is shipped as it is. */
  copy?: { from: string; to: string };
}

export const PARTS: Readonly<Record<string, Part>> = {
  renderer: {
    config: 'renderer/vite.config.ts',
    out: 'dist/renderer',
    from: ['renderer', 'contracts', 'assets'],
  },
  console: {
    config: 'console/vite.config.ts',
    out: 'dist/console',
    from: ['console', 'contracts', 'assets/locales'],
  },
  counter: {
    config: 'console/counter/vite.config.ts',
    out: 'dist/counter',
    from: ['console', 'contracts', 'assets/locales'],
  },
  phone: {
    config: 'console/phone/vite.config.ts',
    out: 'dist/phone',
    from: ['console/phone', 'assets/locales'],
  },
  terminal: {
    config: 'terminal/vite.config.ts',
    out: 'dist/terminal',
    from: ['terminal', 'sync', 'devices', 'contracts', 'assets/flows', 'assets/generated'],
    copy: { from: 'assets/flows', to: 'dist/flows' },
  },
  hub: { config: 'platform/vite.config.ts', out: 'dist/hub', from: ['platform', 'contracts', 'assets'] },
  electron: { config: 'electron/vite.main.config.ts', out: 'dist/electron', from: ['electron', 'contracts'] },
  preload: {
    config: 'electron/vite.preload.config.ts',
    out: 'dist/electron',
    from: ['electron', 'contracts'],
  },
};

/** A hash over names, sizes and times of what a part is made of. */
function fingerprint(part: Part): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const folder of part.from)
    for (const file of globSync('**/*', { cwd: join(ROOT, folder) }).sort()) {
      const s = statSync(join(ROOT, folder, file));
      if (s.isFile()) hash.update(`${folder}/${file} ${s.size} ${s.mtimeMs}\n`);
    }
  return hash.digest('hex');
}

export async function buildParts(names: string[] = Object.keys(PARTS), force = false): Promise<void> {
  for (const name of names) {
    const part = PARTS[name];
    if (part === undefined) throw new Error(`no such part: ${name}`);
    const stamp = join(ROOT, part.out, `.built-${name}`);
    const now = fingerprint(part);
    if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) continue;
    process.stdout.write(`Building ${name} …\n`);
    await build({ configFile: join(ROOT, part.config), logLevel: 'warn' });
    if (part.copy !== undefined) {
      rmSync(join(ROOT, part.copy.to), { recursive: true, force: true });
      cpSync(join(ROOT, part.copy.from), join(ROOT, part.copy.to), { recursive: true });
    }
    writeFileSync(stamp, now);
  }
}

if (import.meta.main) {
  const args = process.argv.slice(2);
  const names = args.filter((a) => !a.startsWith('--'));
  await buildParts(names.length === 0 ? undefined : names, args.includes('--force'));
}
