import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { CommandLine } from './command-line.ts';

/** The command line of this process. */
export const processLine = (): CommandLine => ({
  args: process.argv.slice(2),
  env: process.env,
  say: (line) => process.stdout.write(`${line}\n`),
  readLine: readSecretLine,
});

/** One line of standard input; at a terminal it is asked for, and what is typed is not shown. */
async function readSecretLine(prompt: string): Promise<string> {
  const typed = process.stdin.isTTY === true;
  if (typed) process.stderr.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: typed });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (typed) process.stderr.write('\n');
  }
}
