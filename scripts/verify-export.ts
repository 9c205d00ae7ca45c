/**
 * Verifies an exported application without the hub: `node scripts/verify-export.ts <zip>`. Hashes of every file, and
 * the terminals' signatures. Prints one line for each material. 0 all well, 1 something is wrong, 2 cannot be read.
 */
import { createReadStream } from 'node:fs';
import { verifyExport } from './lib/export/verify.ts';

const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: node scripts/verify-export.ts <zip>\n');
  process.exit(2);
}
try {
  const report = await verifyExport(createReadStream(file));
  for (const m of report.materials) {
    const verdict = m.problems.length === 0 ? 'ok   ' : 'WRONG';
    process.stdout.write(`${verdict} ${m.file}  ${m.terminalId}  ${m.at}  key ${m.publicKey}\n`);
    for (const problem of m.problems) process.stdout.write(`      ${problem}\n`);
  }
  for (const problem of report.problems) process.stdout.write(`WRONG ${problem}\n`);
  process.stdout.write(
    'Whether these keys are those of the terminals is to be asked of the hub or of their papers.\n',
  );
  process.exitCode = report.problems.length + report.materials.flatMap((m) => m.problems).length > 0 ? 1 : 0;
} catch (e) {
  process.stderr.write(`${file} cannot be read as an export: ${e instanceof Error ? e.message : e}\n`);
  process.exitCode = 2;
}
