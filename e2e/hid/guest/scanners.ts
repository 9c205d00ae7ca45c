import { setTimeout as sleep } from 'node:timers/promises';
import iconv from 'iconv-lite';
import { openHid } from '../../../devices/channel/hid.ts';
import { keepOpen } from '../../../devices/channel/keep-open.ts';
import { createCodeScanner } from '../../../devices/code-scanner/driver.ts';
import { createCodeScannerSimulator } from '../../../devices/code-scanner/simulator.ts';
import type { DeviceContext, ScannedCode } from '../../../devices/device.ts';
import { check, hold, until } from './checks.ts';
import { HONEYWELL, NEWLAND } from './descriptors.ts';
import { openUhid } from './uhid.ts';

const FAMILIES = {
  hidHoneywell: { name: 'Virtual Honeywell', vendorId: 0x0c2e, productId: 0x0b8f, descriptor: HONEYWELL },
  hidNewland: { name: 'Virtual Newland', vendorId: 0x1eab, productId: 0x0d10, descriptor: NEWLAND },
} as const;
const ARMED_MS = 60_000;
/** Told beside the measured time, not held to: TCG is many times slower than the slowest terminal. */
const MOST_EVENT_MS = 20;
const MOST_BACK_MS = 2_000;
/** Longer than a report is on its way to the driver. */
const ON_THE_WAY_MS = 500;

const hex4 = (id: number): string => id.toString(16).padStart(4, '0');

/** Drives one family of virtual scanner by the real driver, channel and node-hid. */
export async function checkScanner(family: keyof typeof FAMILIES, context: DeviceContext): Promise<void> {
  const model = FAMILIES[family];
  const simulator = createCodeScannerSimulator(family, context.timers);
  const features: string[] = [];
  const device = await openUhid({
    ...model,
    serialNumber: 'SIM-1',
    isNumbered: true,
    async onFeature(report) {
      features.push(Buffer.from(report).toString('hex'));
      return (await simulator.feature.send(report)).ok;
    },
  });
  const plug = async (): Promise<void> => simulator.attach(await device.plug());
  await plug();

  const port = {
    type: 'hid',
    vendorId: hex4(model.vendorId),
    productId: hex4(model.productId),
    usagePage: 0x8c,
    usage: 0x02,
  } as const;
  const scanner = createCodeScanner(
    { id: 'qr', class: 'codeScanner', driver: family, port, required: true, simulated: true },
    keepOpen(openHid(port), context),
    context,
  );
  const codes: (ScannedCode & { ms: number })[] = [];
  let scannedAt = 0;
  scanner.onCode((code) => codes.push({ ...code, ms: performance.now() - scannedAt }));
  const { handle } = simulator;
  const isOk = (): boolean => scanner.report().state === 'ok';

  async function read(content: Uint8Array | string): Promise<ScannedCode & { ms: number }> {
    codes.length = 0;
    scanner.arm(ARMED_MS);
    await until('the scanner is lit', handle.isLit);
    scannedAt = performance.now();
    hold(handle.scan(content), 'the scanner did not read');
    await until('a code', () => codes.length > 0);
    const code = codes[0];
    if (code === undefined) throw new Error('no code');
    return code;
  }

  await check(`${family}: found and opened through hidraw`, async () => {
    await until('the scanner is ok', isOk);
    const { port: path, product, serialNumber } = scanner.report().identity;
    hold(path?.startsWith('/dev/hidraw') === true, `port ${path}`);
    hold(serialNumber === 'SIM-1', `serial number ${serialNumber}`);
    return `${path}, ${product}`;
  });
  if (family === 'hidHoneywell') {
    await check(`${family}: feature report 254 = 01 seen by the device`, async () => {
      await until('a feature report', () => features.length > 0);
      hold(features[0] === 'fe01', `saw ${features[0]}`);
      return features.join();
    });
  }
  await check(`${family}: short code`, async () => {
    const code = await read('HTR1.JY20260001');
    hold(code.text === 'HTR1.JY20260001' && code.source === 'hid', 'another code');
    hold(code.aim === (family === 'hidHoneywell' ? ']Q1' : null), `AIM ${code.aim}`);
    return `${code.ms.toFixed(1)} ms to the event (target ≤ ${MOST_EVENT_MS} ms on a terminal)`;
  });
  await check(`${family}: multi-packet code, Chinese in GB18030`, async () => {
    const text = '卫东区政务服务大厅办件回执'.repeat(20);
    const code = await read(Uint8Array.from(iconv.encode(text, 'gb18030')));
    hold(code.text === text, `another code of ${code.bytes.length} bytes`);
    return `${code.bytes.length} bytes, ${code.ms.toFixed(1)} ms`;
  });
  await check(`${family}: dark after a code, what is read while disarmed is dropped`, async () => {
    await until('the scanner is dark', () => !handle.isLit());
    codes.length = 0;
    handle.setPresentation(true);
    handle.scan('while disarmed');
    handle.setPresentation(false);
    await sleep(ON_THE_WAY_MS);
    const code = await read('while armed');
    hold(code.text === 'while armed' && codes.length === 1, 'a dropped code came');
    return '';
  });
  await check(`${family}: self-test`, async () => {
    const test = await scanner.selfTest();
    const bad = test.steps.find((step) => !step.ok);
    hold(test.ok, `${bad?.name}: ${bad?.code}`);
    return test.steps.map((step) => step.name.replace('codeScanner.', '')).join(', ');
  });
  await check(`${family}: unplugged, then back within ${MOST_BACK_MS} ms`, async () => {
    scanner.arm(ARMED_MS);
    // The next attempt begins at once, so that `device.unplugged` may stand for less than a look apart.
    const told: (string | null)[] = [];
    const stopTelling = scanner.onChange(() => told.push(scanner.report().code));
    await device.unplug();
    await until('the scanner is missing', () => scanner.report().state === 'missing');
    stopTelling();
    hold(told.includes('device.unplugged'), `codes ${told.join()}`);
    features.length = 0;
    await plug();
    const from = performance.now();
    await until('the scanner is ok again', isOk);
    const ms = performance.now() - from;
    // On this slow machine the light may come on before the driver listens: a citizen holds the code there again.
    const code = await read('after the return').catch(() => read('after the return'));
    hold(code.text === 'after the return', 'another code');
    hold(ms <= MOST_BACK_MS, `${Math.round(ms)} ms`);
    return `${Math.round(ms)} ms`;
  });
  await scanner.stop();
  await device.unplug();
}
