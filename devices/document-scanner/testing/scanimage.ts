import { spawnSync } from 'node:child_process';

let found: boolean | undefined;
/** Whether SANE's test backend can be scanned from; says once when not. For `describe.skipIf(!hasScanimage())`. */
export function hasScanimage(): boolean {
  if (found === undefined) {
    const listed = spawnSync('scanimage', ['--device-name=test:0', '--all-options'], { encoding: 'utf8' });
    found = listed.status === 0;
    if (!found)
      process.stderr.write('No scanimage with the test backend here: scans through SANE are skipped.\n');
  }
  return found;
}
