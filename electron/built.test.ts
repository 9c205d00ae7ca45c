import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXIT } from './exit-codes.ts';

/**
 * The built `main.js` and `preload.cjs`, as they are shipped, in a process of their own: `electron` is the fake, the
 * service a real one in a thread.
 */

const here = import.meta.dirname;
const url = (file: string): string => JSON.stringify(pathToFileURL(join(here, file)).href);
let dir: string;

/** Plays the page: pings, then asks to leave as staff would; says on stdout what it saw. */
const DRIVER = `
import { app } from ${url('testing/fake-electron.ts')};
app.on('web-contents-created', (_event, contents) => {
  contents.page = (message, origin, [port]) => {
    port.onmessage = ({ data }) => {
      console.log(JSON.stringify({ event: 'page', message, origin, data }));
      port.postMessage('exit');
    };
    port.postMessage('ping');
  };
  contents.on('did-finish-load', () => {
    console.log(JSON.stringify({ event: 'loaded', url: contents.url }));
    if (contents.url.startsWith('app://fault/')) app.quits();
  });
});
`;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'electron-built-'));
  for (const part of ['main', 'preload']) {
    await build({
      configFile: join(here, `vite.${part}.config.ts`),
      logLevel: 'error',
      build: { outDir: join(dir, 'dist', 'electron') },
    });
  }
  const files: Record<string, string> = {
    'package.json': '{"type":"module"}',
    'driver.js': DRIVER,
    'node_modules/electron/package.json': '{"name":"electron","type":"module","exports":"./index.js"}',
    'node_modules/electron/index.js': `export * from ${url('testing/fake-electron.ts')};`,
    'dist/renderer/index.html': '<!doctype html>',
    'dist/terminal/utility.js': `import ${url('testing/echo-service.ts')};`,
    'data/terminal.json': '\uFEFF{"terminalId":"pad-01","role":"pad","hubUrl":"http://127.0.0.1:1"}',
    'data/wrong.json': '{"terminalId":"pad-01","role":"pad","hubUrl":"http://127.0.0.1:1","staffPin":"1234"}',
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(dir, file, '..'), { recursive: true });
    await writeFile(join(dir, file), text);
  }
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function run(
  config: string,
): Promise<{ code: number; lines: Record<string, unknown>[]; text: string }> {
  const driver = pathToFileURL(join(dir, 'driver.js')).href;
  const child = spawn(
    process.execPath,
    ['--import', driver, join(dir, 'dist/electron/main.js'), '--config', join(dir, 'data', config)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  child.stdout.on('data', (bytes) => {
    text += String(bytes);
  });
  child.stderr.on('data', (bytes) => {
    text += String(bytes);
  });
  const [code] = (await once(child, 'close')) as [number];
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, lines, text };
}

it('shows the pad, gives it a line to the service, and lets staff leave', async () => {
  const { code, lines } = await run('terminal.json');
  expect(lines).toContainEqual(expect.objectContaining({ event: 'loaded', url: 'app://pad/index.html' }));
  expect(lines).toContainEqual({
    event: 'page',
    message: { type: 'hall-terminal-port' },
    origin: 'app://pad',
    data: 'pong 1',
  });
  expect(lines).toContainEqual(expect.objectContaining({ event: 'shell.leaving', why: 'staff' }));
  expect(code).toBe(EXIT.done);
});

it('shows the fault page for a wrong terminal.json, and logs fields but no values', async () => {
  const { lines, text } = await run('wrong.json');
  expect(lines).toContainEqual(
    expect.objectContaining({ event: 'shell.badConfig', code: 'input.invalid', detail: 'staffPin' }),
  );
  expect(lines).toContainEqual(
    expect.objectContaining({ event: 'loaded', url: 'app://fault/fault.html#config' }),
  );
  expect(text).not.toContain('1234');
});

it('brings the fault page along, free of scripts and inline styles', async () => {
  const html = await readFile(join(dir, 'dist/electron/fault/fault.html'), 'utf8');
  expect(html).not.toMatch(/<script|<style|style=|\son\w+=/);
  for (const reason of ['service', 'config', 'renderer']) expect(html).toContain(`id="${reason}"`);
  expect(html).toContain('lang="en"');
  await readFile(join(dir, 'dist/electron/fault/fault.css'));
});

it('builds a preload that requires nothing but electron and exposes nothing', async () => {
  const source = await readFile(join(dir, 'dist/electron/preload.cjs'), 'utf8');
  const required: string[] = [];
  const listeners = new Map<string, (event: unknown) => void>();
  const posted: unknown[][] = [];
  const window = {
    location: { origin: 'app://pad' },
    postMessage: (...args: unknown[]) => posted.push(args),
  };
  const context = {
    window,
    require: (name: string) => {
      required.push(name);
      return {
        ipcRenderer: { on: (channel: string, f: (event: unknown) => void) => listeners.set(channel, f) },
      };
    },
  };
  runInNewContext(source, context);
  expect(required).toEqual(['electron']);
  expect([...listeners.keys()]).toEqual(['hall-terminal:port']);
  const port = {};
  listeners.get('hall-terminal:port')?.({ ports: [port] });
  listeners.get('hall-terminal:port')?.({ ports: [] });
  listeners.get('hall-terminal:port')?.({ ports: [port, port] });
  expect(posted).toEqual([[{ type: 'hall-terminal-port' }, 'app://pad', [port]]]);
  expect(Object.keys(window)).toEqual(['location', 'postMessage']);
});
