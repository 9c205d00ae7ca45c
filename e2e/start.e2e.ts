import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { freePort } from './support/hall.ts';
import { ROOT } from './support/process.ts';

/** `npm start`, as a stranger meets it. */

interface Started {
  process: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
}

function start(env: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/start.ts')], {
    cwd: ROOT,
    env: { ...process.env, HALL_BROWSER: 'none', DISPLAY: '', WAYLAND_DISPLAY: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (d) => {
    text += d;
  });
  child.stderr.on('data', (d) => {
    text += d;
  });
  return {
    process: child,
    said: () => text,
    ended: new Promise((done) => child.once('exit', (code) => done(code))),
  };
}

async function freePorts() {
  return {
    HALL_HUB_PORT: String(await freePort()),
    HALL_PAD_PORT: String(await freePort()),
    HALL_KIOSK_PORT: String(await freePort()),
    HALL_SIMULATORS_PORT: String(await freePort()),
    HALL_CERTIFICATES_PORT: String(await freePort()),
  };
}

test('starts hub, pad and kiosk, prints addresses and sign-ins, stops by Ctrl-C, and goes on with the same data', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const data = mkdtempSync(join(tmpdir(), 'start-'));
  const env = { HALL_DATA: data, ...(await freePorts()) };
  const passwords: string[] = [];
  for (let round = 0; round < 2; round += 1) {
    const run = start(env);
    await expect.poll(run.said, { timeout: 110_000 }).toContain('hall-terminal is running');
    const pad = /Pad 评价器\s+(\S+)/.exec(run.said())?.[1] ?? '';
    passwords.push(/admin\.demo\s+(\S+)/.exec(run.said())?.[1] ?? '');
    await page.goto(pad);
    await expect(page.locator('[data-screen="idle"]')).toBeVisible({ timeout: 30_000 });
    const kiosk = /Kiosk 自助机\s+(\S+)/.exec(run.said())?.[1] ?? '';
    await page.goto(kiosk);
    await expect(page.locator('[data-screen="attract"]')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText('正在使用模拟设备')).toBeVisible();
    run.process.kill('SIGINT');
    expect(await run.ended).toBe(0);
    const free = await fetch(pad).then(
      () => false,
      () => true,
    );
    expect(free).toBe(true);
  }
  expect(passwords[0]).not.toBe('');
  expect(passwords[1]).toBe(passwords[0]);
  expect(existsSync(join(data, 'logs', 'hub.log'))).toBe(true);
  rmSync(data, { recursive: true, force: true });
});

test('a port that is taken is one clear line', async () => {
  const port = await freePort();
  const holder = createServer().listen(port, '127.0.0.1');
  const data = mkdtempSync(join(tmpdir(), 'start-'));
  const run = start({ HALL_DATA: data, ...(await freePorts()), HALL_HUB_PORT: String(port) });
  expect(await run.ended).toBe(2);
  expect(run.said().trim().split('\n')).toHaveLength(1);
  expect(run.said()).toContain(`port ${port} is taken`);
  holder.close();
  rmSync(data, { recursive: true, force: true });
});
