import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TerminalConfig, terminalConfig } from '../contracts/config.ts';
import { fail, ok, type Result } from '../contracts/result.ts';

/** What the shell was started with. */
export interface CommandLine {
  /** Absolute path of `terminal.json`. */
  configPath: string;
  /** `--windowed`: an ordinary window for development; ignored in a packaged application. */
  windowed: boolean;
}

/**
 * `--config <path>` (or `--config=<path>`), else `HALL_TERMINAL_CONFIG`, else where the installation guides put it.
 * Other arguments are Chromium's or Playwright's.
 */
export function readCommandLine(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  packaged: boolean,
): CommandLine {
  const inline = argv.find((arg) => arg.startsWith('--config='))?.slice('--config='.length);
  const index = argv.indexOf('--config');
  const separate = index >= 0 ? argv[index + 1] : undefined;
  return {
    configPath: inline || separate || env.HALL_TERMINAL_CONFIG || defaultConfigPath(env, platform),
    windowed: !packaged && argv.includes('--windowed'),
  };
}

function defaultConfigPath(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  return platform === 'win32'
    ? join(env.ProgramData ?? 'C:\\ProgramData', 'hall-terminal', 'terminal.json')
    : '/var/lib/hall-terminal/terminal.json';
}

const MAX_CONFIG_BYTES = 64 * 1024;

/** Reads and checks `terminal.json`. The detail names fields, never values. */
export function readSettings(path: string): Result<TerminalConfig> {
  let raw: unknown;
  try {
    if (statSync(path).size > MAX_CONFIG_BYTES) return fail('input.tooLarge');
    // Notepad writes a byte order mark.
    raw = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    return error instanceof SyntaxError ? fail('input.invalid', 'not JSON') : fail('not.found');
  }
  const parsed = terminalConfig.safeParse(raw);
  if (parsed.success) return ok(parsed.data);
  return fail(
    'input.invalid',
    parsed.error.issues.map((issue) => issue.path.join('.') || issue.code).join(', '),
  );
}
