import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepOpen } from '../channel/keep-open.ts';
import { createRecorder } from '../channel/recorder.ts';
import { parseRecording } from '../channel/recording.ts';
import { replay } from '../channel/replayer.ts';
import { openSerial } from '../channel/serial.ts';
import type { CodeScanner, DeviceContext, ScannedCode } from '../device.ts';
import { hasSocat, openPty, type Pty } from '../testing/pty.ts';
import { anonymiseFor } from './anonymise.ts';
import { createCodeScanner } from './driver.ts';
import { type CodeScannerSimulator, createCodeScannerSimulator } from './simulator.ts';

const context: DeviceContext = {
  clock: { wallMs: Date.now, boottimeMs: () => performance.now(), bootId: 'test' },
  timers: {
    after(ms, f) {
      const timer = setTimeout(f, ms);
      return () => clearTimeout(timer);
    },
  },
  log: () => {},
};
const BACK_MS = 2_000;
const SECRET = 'SECRET410403199001011234';

describe.skipIf(!hasSocat()).each([
  ['serialHoneywell', 115_200],
  ['serialGm65', 9_600],
  ['serialSsi', 9_600],
] as const)('%s on a real serial port at %d baud', (driver, baudRate) => {
  let dir: string;
  let pty: Pty;
  let simulator: CodeScannerSimulator;
  let scanner: CodeScanner;
  let recorder: ReturnType<typeof createRecorder>;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hall-scanner-'));
    pty = await openPty({ path: join(dir, 'tty'), pacedBaud: baudRate });
    simulator = createCodeScannerSimulator(driver, context.timers);
    attach();
    recorder = createRecorder(openSerial(declared().port), { ...context, anonymise: anonymiseFor(driver) });
    scanner = createCodeScanner(declared(), keepOpen(recorder.open, context), context);
  });
  afterAll(async () => {
    await scanner.stop();
    await recorder.stop();
    await pty.stop();
    await rm(dir, { recursive: true });
  });
  const declared = () =>
    ({
      id: 'qr',
      class: 'codeScanner',
      driver,
      port: { type: 'serial', path: pty.path, baudRate },
      required: true,
      simulated: true,
    }) as const;
  function attach(): void {
    const device = pty.device();
    if (device === null) throw new Error('no PTY');
    simulator.attach(device);
  }
  async function read(text: string): Promise<ScannedCode> {
    const code = new Promise<ScannedCode>((resolve) => {
      const stop = scanner.onCode((c) => {
        stop();
        resolve(c);
      });
    });
    scanner.arm(20_000);
    await expect.poll(simulator.handle.isLit, { timeout: 10_000, interval: 5 }).toBe(true);
    simulator.handle.scan(text, { packets: 2 });
    return code;
  }
  const isOk = () => scanner.report().state === 'ok';

  it('reads codes', async () => {
    for (const text of ['JY20260001', '卫东区政务服务大厅'.repeat(8)])
      expect((await read(text)).text).toBe(text);
    expect(scanner.report()).toMatchObject({ state: 'ok', stats: { done: 2 } });
  });

  it('is back within 2 s after it was unplugged', async () => {
    await pty.unplug();
    await expect.poll(isOk, { timeout: 5_000, interval: 5 }).toBe(false);
    await pty.plug();
    attach();
    const from = performance.now();
    await expect.poll(isOk, { timeout: 5_000, interval: 5 }).toBe(true);
    expect(performance.now() - from).toBeLessThan(BACK_MS);
    expect((await read('JY20260002')).text).toBe('JY20260002');
  });

  it('is recorded without the content, and the recording replays', async () => {
    const file = join(dir, 'recording.jsonl');
    expect(await recorder.start(file, { driver })).toMatchObject({ ok: true });
    await expect.poll(isOk, { timeout: 5_000, interval: 5 }).toBe(true);
    await read(SECRET);
    await expect.poll(simulator.handle.isLit, { timeout: 5_000, interval: 5 }).toBe(false);
    await recorder.stop();
    const text = await readFile(file, 'utf8');
    for (const part of ['SECRET', '410403']) expect(text).not.toContain(Buffer.from(part).toString('hex'));

    const recording = parseRecording(text);
    if (!recording.ok) throw new Error(recording.error.code);
    const replayer = replay(recording.value, context);
    const again = createCodeScanner(declared(), keepOpen(replayer.open, context), context);
    const code = new Promise<ScannedCode>((resolve) => again.onCode(resolve));
    await expect.poll(() => again.report().state, { timeout: 5_000, interval: 5 }).toBe('ok');
    again.arm(20_000);
    expect((await code).text).toBe('X'.repeat(SECRET.length));
    expect(replayer.problem()).toBeNull();
    await again.stop();
  });
});
