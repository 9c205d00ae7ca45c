import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCommandLine, readSettings } from './settings.ts';

describe('the command line', () => {
  const read = (argv: string[], env: NodeJS.ProcessEnv = {}, packaged = false) =>
    readCommandLine(argv, env, 'linux', packaged);

  it.each([
    [['electron', 'main.js', '--config', '/d/t.json']],
    [['electron', 'main.js', '--config=/d/t.json', '--no-sandbox']],
    [['electron', '--inspect=0', '--remote-debugging-port=0', 'main.js', '--config', '/d/t.json']],
  ])('%j names the configuration', (argv) => {
    expect(read(argv).configPath).toBe('/d/t.json');
  });

  it('falls back to the environment, then to the place of the guides', () => {
    expect(read(['electron'], { HALL_TERMINAL_CONFIG: '/e/t.json' }).configPath).toBe('/e/t.json');
    expect(read(['electron', '--config']).configPath).toBe('/var/lib/hall-terminal/terminal.json');
    expect(readCommandLine([], { ProgramData: 'P:' }, 'win32', true).configPath).toContain('hall-terminal');
  });

  it('gives a developer’s window to developers alone', () => {
    expect(read(['electron', '--windowed']).windowed).toBe(true);
    expect(read(['electron']).windowed).toBe(false);
    expect(read(['electron', '--windowed'], {}, true).windowed).toBe(false);
  });
});

describe('terminal.json', () => {
  let dir: string;
  let file: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'electron-settings-'));
    file = join(dir, 'terminal.json');
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('is read with its defaults', async () => {
    await writeFile(file, '{"terminalId":"pad-01","role":"pad","hubUrl":"https://hub.example"}');
    expect(readSettings(file)).toMatchObject({ ok: true, value: { camera: true, panel: { widthPx: 1280 } } });
  });

  it('that is not there, too large or a directory is refused', async () => {
    expect(readSettings(join(dir, 'none.json'))).toMatchObject({ ok: false, error: { code: 'not.found' } });
    expect(readSettings(dir)).toMatchObject({ ok: false });
    await writeFile(file, ' '.repeat(70_000));
    expect(readSettings(file)).toMatchObject({ ok: false, error: { code: 'input.tooLarge' } });
  });

  it('never throws, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.constant('{"terminalId":')), async (text) => {
        await writeFile(file, text);
        expect(readSettings(file)).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
      }),
      { numRuns: 100 },
    );
  });
});
