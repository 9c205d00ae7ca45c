/** Holds the locale files to each other, to the code and to the table of errors. Part of `npm run lint`. */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS } from '../contracts/errors.ts';
import { type App, checkErrors, checkLanguages, checkUse, type Tree } from './lib/texts-check.ts';

const ROOT = join(import.meta.dirname, '..');
const LOCALES = ['zh-CN', 'en'];

/**
 * Whose code shows the texts of a file; `errors.json` belongs to `contracts/errors.ts`. `dynamic`: what the code looks
 * up by a name that the hub sends.
 */
const PARTS: Readonly<Record<string, { owns: (path: string) => boolean; dynamic: readonly string[] }>> = {
  'pad.json': {
    owns: (path) =>
      path.startsWith('renderer/') && !/^renderer\/(capture|kiosk|maintenance|slip)\//.test(path),
    dynamic: [],
  },
  'capture.json': { owns: (path) => path.startsWith('renderer/capture/'), dynamic: [] },
  'kiosk.json': {
    owns: (path) =>
      path.startsWith('renderer/kiosk/') &&
      !/^renderer\/kiosk\/(rooms\/\w+\/|rooms\/frame\.tsx|steps\/apply\/)/.test(path),
    dynamic: [],
  },
  'room.json': { owns: (path) => path === 'renderer/kiosk/rooms/frame.tsx', dynamic: [] },
  'apply.json': { owns: (path) => path.startsWith('renderer/kiosk/steps/apply/'), dynamic: [] },
  'booking.json': { owns: (path) => path.startsWith('renderer/kiosk/rooms/booking/'), dynamic: [] },
  'certificates.json': {
    owns: (path) => path.startsWith('renderer/kiosk/rooms/certificates/'),
    dynamic: [],
  },
  'services.json': { owns: (path) => path.startsWith('renderer/kiosk/rooms/services/'), dynamic: [] },
  'me.json': { owns: (path) => path.startsWith('renderer/kiosk/rooms/me/'), dynamic: [] },
  'progress.json': { owns: (path) => path.startsWith('renderer/kiosk/rooms/progress/'), dynamic: [] },
  'maintenance.json': { owns: (path) => path.startsWith('renderer/maintenance/'), dynamic: ['test.'] },
  'slip.json': { owns: (path) => path.startsWith('renderer/slip/'), dynamic: [] },
  'counter.json': { owns: (path) => path.startsWith('console/counter/'), dynamic: ['error.'] },
  'phone.json': { owns: (path) => path.startsWith('console/phone/'), dynamic: ['failed.'] },
  'console.json': {
    owns: (path) => path.startsWith('console/') && !/^console\/(counter|phone)\//.test(path),
    dynamic: ['error.', 'errorDetail.', 'fault.', 'auditAction.', 'localeName.', 'stepDetail.'],
  },
};

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function readApp(name: string, sources: readonly string[]): App {
  const part = PARTS[name];
  return {
    name,
    locales: Object.fromEntries(
      LOCALES.map((l) => [l, JSON.parse(read(`assets/locales/${l}/${name}`)) as Tree]),
    ),
    code: part === undefined ? '' : sources.filter(part.owns).map(read).join('\n'),
    dynamic: part?.dynamic ?? [],
  };
}

const names = LOCALES.map((l) => readdirSync(join(ROOT, 'assets/locales', l)).sort());
const lines: string[] = [];
if (new Set(names.map((n) => n.join())).size > 1)
  lines.push(
    `assets/locales: the languages hold different files: ${names.map((n) => n.join(' ')).join(' | ')}`,
  );
else {
  const sources = globSync('{renderer,console}/**/*.{ts,tsx}', {
    cwd: ROOT,
    exclude: (path) => /(^|[\\/])(dist|node_modules|testing)$/.test(path),
  })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !/\.test\.tsx?$/.test(path));
  for (const name of names[0] ?? []) {
    const app = readApp(name, sources);
    lines.push(...checkLanguages(app));
    if (name === 'errors.json') lines.push(...checkErrors(app.locales, Object.keys(ERRORS)));
    else if (PARTS[name] !== undefined) lines.push(...checkUse(app));
    else lines.push(`${name}: scripts/check-texts.ts does not know whose texts these are`);
  }
}
for (const line of lines) console.error(line);
if (lines.length > 0) process.exitCode = 1;
