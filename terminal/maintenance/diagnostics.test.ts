import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { terminalConfig } from '../../contracts/config.ts';
import { type VirtualTime, virtualTime } from '../../contracts/testing/virtual-time.ts';
import { createDeviceManager } from '../devices/manager.ts';
import { declared, fakeDrivers } from '../devices/testing/fake-driver.ts';
import { hashSecret } from '../staff-pin.ts';
import { BUNDLES_KEPT, type DiagnosticsOptions, exportDiagnostics, redactLine } from './diagnostics.ts';

const HASH = hashSecret('246810', new Uint8Array(16).fill(3));
let dir: string;
let time: VirtualTime;
let options: DiagnosticsOptions;
const log: string[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hall-diagnostics-'));
  time = virtualTime();
  log.length = 0;
  const devices = createDeviceManager({
    declarations: [declared('scan')],
    dir,
    open: fakeDrivers().open,
    ...time,
    log: () => undefined,
  });
  await time.advance(0);
  options = {
    config: terminalConfig.parse({
      terminalId: 'kiosk-01',
      role: 'kiosk',
      hubUrl: 'http://admin:geheim@127.0.0.1:7400',
      staffPin: HASH,
      staffBadges: [HASH],
      enrolmentCode: 'CODE-1234-ABCD',
      devices: [declared('scan')],
    }),
    dir,
    app: '0.1.0',
    ...time,
    devices: devices.status,
    speech: () => 'ready',
    hub: () => ({ online: true, queue: { ready: 3, dead: 0 } }),
    recentLog: () => log,
    findStick: () => null,
  };
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function exported(): Promise<{ path: string; removable: boolean; files: Record<string, string> }> {
  const result = await exportDiagnostics(options);
  if (!result.ok) throw new Error(result.error.code);
  const files = Object.entries(unzipSync(readFileSync(result.value.path)));
  return {
    ...result.value,
    files: Object.fromEntries(files.map(([name, bytes]) => [name, strFromU8(bytes)])),
  };
}

describe('the bundle', () => {
  test('tells versions, system, configuration, devices and the last lines', async () => {
    log.push('{"at":"2026-01-05T09:00:00.000Z","event":"device.state","id":"scan","state":"ok","code":null}');
    const { path, removable, files } = await exported();
    expect(removable).toBe(false);
    expect(path).toBe(join(dir, 'diagnostics', 'hall-diagnostics-kiosk-01-20260105T090000Z.zip'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(Object.keys(files)).toEqual([
      'about.json',
      'config.json',
      'devices.json',
      'hub.json',
      'log.jsonl',
    ]);
    expect(JSON.parse(files['about.json'] ?? '')).toMatchObject({ app: '0.1.0', node: process.version });
    expect(JSON.parse(files['config.json'] ?? '')).toMatchObject({ terminalId: 'kiosk-01', role: 'kiosk' });
    expect(JSON.parse(files['devices.json'] ?? '')).toMatchObject([{ id: 'scan', state: 'ok' }]);
    expect(JSON.parse(files['hub.json'] ?? '')).toEqual({ online: true, queue: { ready: 3, dead: 0 } });
    expect(files['log.jsonl']).toBe(log[0]);
  });

  test('holds no secret of the configuration', async () => {
    const whole = Object.values((await exported()).files).join('\n');
    for (const secret of [HASH, HASH.slice(0, 30), 'CODE-1234-ABCD', 'geheim'])
      expect(whole).not.toContain(secret);
    expect(whole).toContain('127.0.0.1:7400');
  });

  test('keeps the last five', async () => {
    for (let i = 0; i < BUNDLES_KEPT + 2; i += 1) {
      await exported();
      await time.advance(60_000);
    }
    const names = readdirSync(join(dir, 'diagnostics')).toSorted();
    expect(names).toHaveLength(BUNDLES_KEPT);
    expect(names[0]).toContain('20260105T090200Z');
  });

  test('goes to a stick when there is one, and past one that does not take it', async () => {
    const stick = join(dir, 'stick');
    mkdirSync(stick);
    options.findStick = () => stick;
    expect(await exported()).toMatchObject({ removable: true, path: expect.stringContaining(stick) });
    options.findStick = () => join(dir, 'pulled-out');
    expect(await exported()).toMatchObject({ removable: false });
  });

  test('says so when nothing takes it', async () => {
    writeFileSync(join(dir, 'diagnostics'), 'a file in the place of the folder');
    expect(await exportDiagnostics(options)).toMatchObject({ ok: false, error: { code: 'store.fault' } });
  });
});

describe('a line of the log', () => {
  const digits = (n: number) => fc.stringMatching(new RegExp(`^\\d{${n}}$`));
  const personal = fc.oneof(
    fc.tuple(digits(17), fc.constantFrom('X', '3')).map(([a, b]) => a + b),
    fc.tuple(fc.constantFrom('13', '15', '17', '18', '19'), digits(9)).map(([a, b]) => a + b),
  );

  test('shows no number of a person, in whatever it stands', () => {
    const around = fc.stringMatching(/^[a-z ,:()"'\\一-龥]{0,8}$/);
    fc.assert(
      fc.property(personal, around, around, fc.nat(3), (number, before, after, kind) => {
        const text = `${before}${number}${after}`;
        const line = [
          JSON.stringify({ at: 'x', event: 'e', detail: text }),
          JSON.stringify({ event: 'e', list: [{ deep: { deeper: text } }] }),
          text,
          JSON.stringify({ event: text }).slice(0, -2),
        ][kind];
        expect(redactLine(line ?? '')).not.toContain(number);
      }),
    );
  });

  test('shows nothing of a field that names people or holds a secret', () => {
    const key = fc.constantFrom('name', 'applicantName', 'phone', 'idNumber', 'token', 'staffPin', 'cookie');
    const value = fc.oneof(fc.stringMatching(/^[一-龥]{2,4}$/), fc.stringMatching(/^[A-Za-z0-9_-]{20,40}$/));
    fc.assert(
      fc.property(key, value, (k, v) => {
        expect(redactLine(JSON.stringify({ event: 'e', [k]: v }))).not.toContain(v);
        expect(redactLine(JSON.stringify({ event: 'e', inner: [{ [k]: v }] }))).not.toContain(v);
      }),
    );
  });

  test('of anything is one line again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        expect(redactLine(line)).not.toMatch(/[\r\n]/);
      }),
    );
  });
});
