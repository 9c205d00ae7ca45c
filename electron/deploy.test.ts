import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hubConfig, terminalConfig } from '../contracts/config.ts';
import { EXIT } from './exit-codes.ts';

/** The operators' files in `deploy/` say what the code says. */

const read = (file: string): Promise<string> =>
  readFile(join(import.meta.dirname, '..', 'deploy', file), 'utf8');

describe('exit codes', () => {
  it('Shell Launcher starts again whatever is not an ordinary end', async () => {
    const xml = await read('windows/shell-launcher.xml');
    const actions = [...xml.matchAll(/ReturnCode="(\d+)" Action="(\w+)"/g)].map(([, code, action]) => [
      Number(code),
      action,
    ]);
    expect(actions).toEqual([
      [EXIT.done, 'DoNothing'],
      [EXIT.restart, 'RestartShell'],
      [EXIT.alreadyRunning, 'DoNothing'],
    ]);
    expect(xml).toContain('<DefaultAction Action="RestartShell"/>');
  });

  it('systemd does too, and is fed by the shell', async () => {
    const unit = await read('linux/hall-terminal-pad.service');
    expect(unit).toMatch(/^Restart=on-failure$/m);
    expect(unit).toMatch(new RegExp(`^RestartPreventExitStatus=${EXIT.alreadyRunning}$`, 'm'));
    expect(unit).toMatch(/^NotifyAccess=all$/m);
    expect(unit).toMatch(/^WatchdogSec=\d+$/m);
    expect(unit).not.toMatch(/^NoNewPrivileges|^RestrictNamespaces/m);
  });
});

describe('examples', () => {
  it('terminal.json is a valid one', async () => {
    expect(
      terminalConfig.safeParse(JSON.parse(await read('linux/terminal.json.example'))).error,
    ).toBeUndefined();
  });

  it('the hub’s settings are valid ones', async () => {
    const text = await read('hub/hall-hub.env.example');
    const env = Object.fromEntries(
      [...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    const parsed = hubConfig.safeParse({
      databaseUrl: env.DATABASE_URL,
      dataDir: env.HUB_DATA,
      host: env.HUB_HOST,
      port: Number(env.HUB_PORT),
      publicUrl: env.HUB_PUBLIC_URL,
      behindProxy: env.HUB_BEHIND_PROXY === '1',
      logLevel: env.LOG_LEVEL,
    });
    expect(parsed.error).toBeUndefined();
  });

  it('nginx passes on to the port of the example', async () => {
    const env = await read('hub/hall-hub.env.example');
    const port = /^HUB_PORT=(\d+)$/m.exec(env)?.[1];
    expect(await read('hub/nginx.conf')).toContain(`server 127.0.0.1:${port};`);
  });
});
