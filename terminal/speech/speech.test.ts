import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail, ok, type Result } from '../../contracts/result.ts';
import { virtualTime } from '../../contracts/testing/virtual-time.ts';
import { systemTimers } from '../../sync/index.ts';
import { spokenPinyin } from './pinyin.ts';
import { programOf, type RunProgram } from './program.ts';
import { createSynthesizer, LOOK_AGAIN_MS } from './synthesizer.ts';
import { mendedWav } from './wav.ts';

/** As espeak-ng writes into a pipe: lengths that it could not know. */
function pipedWav(samples = 4): Buffer {
  const head = Buffer.from(
    '5249464624f0ff7f57415645666d7420100000000100010022560000' + '44ac00000200100064617461' + '00f0ff7f',
    'hex',
  );
  return Buffer.concat([head, Buffer.alloc(samples * 2, 7)]);
}

describe('a WAV file out of a pipe', () => {
  test('has its true lengths', () => {
    const wav = mendedWav(pipedWav(10));
    expect(wav?.readUInt32LE(4)).toBe(36 + 20);
    expect(wav?.readUInt32LE(40)).toBe(20);
  });
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a header alone', pipedWav(0)],
    ['text', Buffer.from('x'.repeat(100))],
  ])('is none: %s', (_, bytes) => {
    expect(mendedWav(bytes)).toBeNull();
  });
});

test.each([
  ['请放身份证', 'qing3 fang4 shen1fen4 zheng4'],
  ['银行，行走。', 'yin2hang2, xing2zou3,'],
  ['请您评价，已保存', 'qing3 nin2 ping2jia4, yi3 bao3cun2'],
  ['0', 'ling2'],
  ['您还在吗？', 'nin2 hai2 zai4 ma5'],
  ['张某某 3 号窗口', 'zhang1 mou3mou3 san1 hao4 chuang1kou3'],
])('%s is spoken as %s', (written, spoken) => {
  expect(spokenPinyin(written)).toBe(spoken);
});

/** The program in the test's hands. */
function fakeProgram() {
  const asked: { args: readonly string[]; input: string; settle: (r: Result<Buffer>) => void }[] = [];
  const run: RunProgram = (args, { input, signal }) =>
    new Promise((settle) => {
      asked.push({ args, input, settle });
      signal?.addEventListener('abort', () => settle(fail('speech.failed', 'stopped')));
    });
  return { run, asked, last: () => asked.at(-1) };
}
const settled = () => new Promise((done) => setImmediate(done));

async function bench(there: boolean) {
  const program = fakeProgram();
  const time = virtualTime();
  const logged: unknown[] = [];
  const speech = createSynthesizer({
    run: program.run,
    timers: time.timers,
    log: (event, data) => logged.push([event, data]),
  });
  program.last()?.settle(there ? ok(Buffer.from('eSpeak NG')) : fail('speech.failed', 'ENOENT'));
  await settled();
  return { program, time, speech, logged };
}

describe('a synthesizer', () => {
  test('gives the text by standard input alone, and logs none of it', async () => {
    const { program, speech, logged } = await bench(true);
    const made = speech.make('Mr Zhang', 'en');
    await settled();
    expect(program.last()).toMatchObject({ input: 'Mr Zhang' });
    expect(program.last()?.args.join(' ')).not.toContain('Zhang');
    program.last()?.settle(ok(pipedWav()));
    expect((await made).ok).toBe(true);
    expect(JSON.stringify(logged)).not.toContain('Zhang');
  });

  test('lets the newest text end the one before', async () => {
    const { program, speech } = await bench(true);
    const first = speech.make('one', 'en');
    await settled();
    const second = speech.make('two', 'en');
    await settled();
    program.last()?.settle(ok(pipedWav()));
    expect(await first).toEqual(fail('device.stopped'));
    expect((await second).ok).toBe(true);
    expect(speech.state()).toBe('ready');
  });

  test('is missing until the program is installed, and looks for it again', async () => {
    const { program, time, speech } = await bench(false);
    const heard: string[] = [];
    speech.onChange(() => heard.push(speech.state()));
    expect(await speech.make('x', 'en')).toEqual(fail('speech.missing'));
    await time.advance(LOOK_AGAIN_MS);
    program.last()?.settle(ok(Buffer.from('eSpeak NG')));
    await settled();
    expect([speech.state(), heard]).toEqual(['ready', ['ready']]);
  });

  test('is failing while the program gives no sound, and ready again at the next that does', async () => {
    const { program, speech } = await bench(true);
    for (const [answer, state] of [
      [fail('speech.failed', 'exit 1'), 'failing'],
      [ok(Buffer.from('no sound')), 'failing'],
      [ok(pipedWav()), 'ready'],
    ] as const) {
      const made = speech.make('x', 'en');
      await settled();
      program.last()?.settle(answer);
      await made;
      expect(speech.state()).toBe(state);
    }
  });

  test('looks for nothing more when it is stopped', async () => {
    const { program, time, speech } = await bench(false);
    speech.stop();
    await time.advance(LOOK_AGAIN_MS * 3);
    expect(program.asked).toHaveLength(1);
  });
});

describe.skipIf(process.platform === 'win32')('a program', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'speech-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  const script = (body: string): RunProgram => {
    const path = join(dir, 'program');
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return programOf(path, systemTimers());
  };
  const wish = { input: '你好', maxBytes: 1_000, timeoutMs: 5_000 };

  test('gets its input and little of the environment', async () => {
    process.env.SPEECH_SECRET = 'x';
    const said = await script(`cat; printenv SPEECH_SECRET; printf ' %s' "$1"`)(['-a'], wish);
    delete process.env.SPEECH_SECRET;
    expect(said.ok && said.value.toString()).toBe('你好 -a');
  });
  test.each([
    ["sh -c 'exit 3'", 'exit 3'],
    ['sleep 30', 'timeout'],
    ['yes', 'too long'],
  ])('%s ends: %s', async (body, why) => {
    const said = await script(`exec ${body}`)([], { ...wish, timeoutMs: why === 'timeout' ? 200 : 5_000 });
    expect(said).toEqual(fail('speech.failed', why));
  });
  test('that is not there', async () => {
    expect(await programOf(join(dir, 'none'), systemTimers())([], wish)).toEqual(
      fail('speech.failed', 'ENOENT'),
    );
  });
  test('is killed when it is no longer wanted', async () => {
    const stop = new AbortController();
    const pidFile = join(dir, 'pid');
    const running = script(`echo $$ > ${pidFile}; exec sleep 30`)([], { ...wish, signal: stop.signal });
    await expect.poll(() => Number(readOr(pidFile))).toBeGreaterThan(0);
    stop.abort();
    expect(await running).toEqual(fail('speech.failed', 'stopped'));
    expect(() => process.kill(Number(readOr(pidFile)), 0)).toThrow();
  });
});

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
