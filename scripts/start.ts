/**
 * `npm start`: builds what has changed, starts the hub with its demonstration hall, one counter pad and one kiosk with
 * simulated devices, opens the pad, and keeps them running until Ctrl-C. Settings (environment): HALL_DATA,
 * HALL_HUB_PORT, HALL_PAD_PORT, HALL_KIOSK_PORT, HALL_SIMULATORS_PORT, HALL_CERTIFICATES_PORT, HALL_BROWSER=none (open
 * no window), HUB_HOST, HUB_PUBLIC_URL, DATABASE_URL.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { hasDisplay, resolveElectron } from '../electron/binary.ts';
import { EXIT } from '../electron/exit-codes.ts';
import { nodeChild } from '../electron/node-child.ts';
import { type Supervisor, supervise } from '../electron/supervisor.ts';
import { realTimers } from '../electron/timers.ts';
import { buildParts } from './build.ts';
import { findChromium } from './lib/chromium.ts';
import { type DemoAccess, readDemoAccess, writeTerminalConfig } from './lib/demo.ts';
import { nearUrlOf, publicUrlOf } from './lib/hub-address.ts';
import { ROOT, refuse } from './lib/install.mjs';

const data = resolve(process.env.HALL_DATA ?? join(ROOT, 'data'));
const hubPort = port('HALL_HUB_PORT', 7400);
const padPort = port('HALL_PAD_PORT', 7410);
const kioskPort = port('HALL_KIOSK_PORT', 7420);
const simulatorsPort = port('HALL_SIMULATORS_PORT', 7490);
const certificatesPort = port('HALL_CERTIFICATES_PORT', 7491);
/** As `platform/demo/upper-systems.ts` sets them. */
const UPPER = [
  { name: 'identity', label: 'Identity 模拟身份码', port: 7501 },
  { name: 'sms', label: 'SMS 模拟短信     ', port: 7502 },
  { name: 'enterprise-register', label: 'Enterprises 模拟企业登记库', port: 7503 },
  { name: 'seals', label: 'Seals 模拟电子印章', port: 7504 },
];
const display = hasDisplay();
const electron = display ? resolveElectron() : null;
const running: Supervisor[] = [];
let stopping = false;

function port(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) refuse(`${name} is not a port number.`);
  return value;
}

const canListen = (number: number): Promise<boolean> =>
  new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(number, '127.0.0.1', () => probe.close(() => done(true)));
  });

function mustBeFree(name: string, number: number): Promise<void> {
  return new Promise((free) => {
    const probe = createServer();
    probe.once('error', (e: NodeJS.ErrnoException) =>
      refuse(
        `port ${number} is ${e.code === 'EADDRINUSE' ? 'taken' : `not usable (${e.code})`}; set ${name} to another. 端口 ${number} 不可用。`,
      ),
    );
    probe.listen(number, '127.0.0.1', () => probe.close(() => free()));
  });
}

/** Starts a process under supervision; resolves with its first ready message. */
function keepRunning(name: string, args: string[], env: NodeJS.ProcessEnv): Promise<Ready> {
  const log = join(data, 'logs', `${name}.log`);
  return new Promise((ready) => {
    const child = supervise({
      spawn: nodeChild({
        command: process.execPath,
        args,
        cwd: ROOT,
        env: { ...process.env, ...env },
        output: openSync(log, 'a'),
        isReady: (m) => isReady(m),
        onMessage: (m) => isReady(m) && ready(m),
      }),
      timers: realTimers,
      random: Math.random,
      onEvent(event) {
        if (stopping) return;
        if (event.type === 'ended' && event.code === EXIT_CANNOT_START && event.failures === 1)
          refuseWith(`${name} cannot start: ${lastLine(log)}`);
        if (event.type === 'ended' && event.code === EXIT_STAFF) void stop(0);
        else if (event.type === 'ended')
          say(
            `${name} ended (${event.reason}); starting it again in ${event.retryMs} ms. ${name} 已退出,正在重启。`,
          );
      },
    });
    running.unshift(child);
    child.start();
  });
}
/** As the services' own `main.ts` say. */
const EXIT_CANNOT_START = 2;
const EXIT_STAFF = 3;
interface Ready {
  ready: true;
  url: string;
  /** For the environment of those who use it. */
  env?: NodeJS.ProcessEnv;
}
const isReady = (m: unknown): m is Ready =>
  typeof m === 'object' && m !== null && 'ready' in m && 'url' in m && typeof m.url === 'string';
const lastLine = (file: string): string => readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function refuseWith(line: string): void {
  process.stderr.write(`\nhall-terminal: ${line}\n`);
  void stop(2);
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  say('\nStopping … 正在停止');
  // The pad first, so that its last ratings still find the hub.
  for (const child of running) await child.stop();
  process.exit(code);
}
process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

try {
  mkdirSync(join(data, 'logs'), { recursive: true, mode: 0o700 });
  writeFileSync(join(data, 'logs', 'start.log'), `${new Date().toISOString()}\n`);
} catch (e) {
  refuse(
    `the data folder ${data} cannot be written (${(e as NodeJS.ErrnoException).code}); set HALL_DATA. 数据文件夹不可写。`,
  );
}
await mustBeFree('HALL_HUB_PORT', hubPort);
await mustBeFree('HALL_PAD_PORT', padPort);
await mustBeFree('HALL_KIOSK_PORT', kioskPort);
await mustBeFree('HALL_SIMULATORS_PORT', simulatorsPort);
await mustBeFree('HALL_CERTIFICATES_PORT', certificatesPort);
await buildParts();

const { url: certificates } = await keepRunning(
  'certificates',
  ['platform/simulators/certificates/main.ts', '--port', String(certificatesPort)],
  {},
);
say('Starting the hub … 正在启动中台');
const publicUrl = publicUrlOf(process.env, networkInterfaces(), hubPort);
const { url: listening } = await keepRunning('hub', ['dist/hub/main.js'], {
  HUB_DATA: join(data, 'hub'),
  HUB_PORT: String(hubPort),
  HUB_PUBLIC_URL: publicUrl,
  HUB_DEMO: '1',
  HUB_DEMO_LIBRARY: certificates,
});
const hub = nearUrlOf(listening);
const upper = await startUpperSystems();
const access = readDemoAccess(join(data, 'hub'));
const padConfig =
  writeTerminalConfig(join(data, 'pad-01'), 'pad', { hubUrl: hub, port: padPort }, access) ??
  refuse('the hub’s database has no demonstration terminal; see README, “A real hall”.');
const kiosk = await startKiosk();

say('Starting the pad … 正在启动评价器');
if (electron === null) {
  const { url } = await keepRunning('pad', ['dist/terminal/main.js', '--config', padConfig], {});
  openBrowser(url);
  tell(url, access);
} else {
  await openElectron(electron);
  tell('the Electron window', access);
}

/** Simulators of the upper systems that the demonstration hub is set to, as lines to tell; a port that is taken is told. */
async function startUpperSystems(): Promise<string> {
  const lines = [];
  for (const { name, label, port } of UPPER) {
    const isFree = await canListen(port);
    if (isFree) {
      const main = `platform/simulators/${name}/main.ts`;
      const { url } = await keepRunning(`${name}-simulator`, [main, '--port', String(port)], {});
      lines.push(`  ${label} ${url}\n`);
    } else lines.push(`  ${label} port ${port} is taken: not simulated 端口已占用\n`);
  }
  return lines.join('');
}

/** The kiosk with simulated devices; null where the database was filled before there were kiosks. */
async function startKiosk(): Promise<{ url: string; simulators: string } | null> {
  const dir = join(data, 'kiosk-01');
  const known = access.terminals.some((t) => t.terminalId.startsWith('kiosk'));
  if (!known) return null;
  say('Starting the kiosk and its simulated devices … 正在启动自助机与模拟设备');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const declarations = join(dir, 'simulated-devices.json');
  const simulators = await keepRunning(
    'simulators',
    ['devices/simulators/main.ts', '--port', String(simulatorsPort), '--declarations', declarations],
    {},
  );
  const simulated = JSON.parse(readFileSync(declarations, 'utf8')) as unknown[];
  // Whatever camera this machine has.
  const camera = { id: 'camera', class: 'camera', driver: 'uvc', required: false, port: { type: 'page' } };
  const devices = [...simulated, camera];
  const config = writeTerminalConfig(dir, 'kiosk', { hubUrl: hub, port: kioskPort, devices }, access);
  if (config === null) return null;
  const service = ['dist/terminal/main.js', '--config', config];
  const { url } = await keepRunning('kiosk', service, simulators.env ?? {});
  return { url, simulators: simulators.url };
}

function openElectron(binary: string): Promise<void> {
  return new Promise((opened) => {
    const child = supervise({
      spawn: (reports) => {
        const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
        const args = [...flags, join(ROOT, 'dist/electron/main.js'), '--config', padConfig, '--windowed'];
        const p = spawn(binary, args, { cwd: ROOT, stdio: 'ignore' });
        p.once('spawn', () => {
          reports.ready();
          opened();
        });
        p.once('exit', (code) => {
          if (code === EXIT.done || code === EXIT.alreadyRunning) void stop(0);
          else reports.exited(code);
        });
        p.on('error', () => reports.exited(null));
        return { requestStop: () => void p.kill('SIGTERM'), kill: () => void p.kill('SIGKILL') };
      },
      timers: realTimers,
      random: Math.random,
    });
    running.unshift(child);
    child.start();
  });
}

/** Where there is a display and a Chromium, the pad opens by itself; else its address is printed. */
function openBrowser(url: string): void {
  const chromium = display && process.env.HALL_BROWSER !== 'none' ? findChromium() : null;
  if (chromium === null) return;
  const profile = join(data, 'pad-01', 'browser');
  const flags = ['--window-size=1280,800', '--no-first-run', '--autoplay-policy=no-user-gesture-required'];
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  spawn(chromium, [`--app=${url}`, `--user-data-dir=${profile}`, ...flags], { stdio: 'ignore' }).unref();
}

function tell(pad: string, a: DemoAccess): void {
  const accounts = a.console
    .map((u) => `      ${u.role.padEnd(11)} ${u.login.padEnd(12)} ${u.password}`)
    .join('\n');
  const counter = a.counter[0];
  const kioskLines =
    kiosk === null ? '' : `  Kiosk 自助机      ${kiosk.url}\n  Devices 模拟设备  ${kiosk.simulators}\n`;
  say(`
  hall-terminal is running — 演示大厅已启动

  Pad 评价器        ${pad}
${kioskLines}${upper}  Counter 柜台页    ${counter === undefined ? `${publicUrl}/counter/` : `${publicUrl}/counter/#token=${counter.token}`}
  Console 管理台    ${publicUrl}/
${accounts}
  API documents     ${publicUrl}/docs
  Data 数据         ${data}   (logs in ${join(data, 'logs')})

  The pad's staff PIN 员工退出密码: ${a.staffPin}
  Ctrl-C stops everything; the next start goes on with the same data. 按 Ctrl-C 停止。
`);
  if (existsSync('/.dockerenv') || !display)
    say(
      '  No display here: open the pad’s address in a browser on this machine. 请用浏览器打开评价器地址。\n',
    );
}
