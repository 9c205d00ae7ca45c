import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Runs a command quietly; false when it failed or took longer than `timeout` ms. */
export function run(command: string, args: string[], timeout: number): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: 'ignore', timeout, env }).status === 0;
}

/** Installs packages (with spaces between) where that needs no question: as root on Debian. */
export function aptInstall(names: string, say: (line: string) => void): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say(`Installing ${names} with apt …`);
  run('apt-get', ['update'], 180_000);
  run('apt-get', ['install', '-y', '--no-install-recommends', ...names.split(' ')], 600_000);
}

/** The power-cut and system-call tests trace a real process; without strace they are skipped, and say so. */
export function ensureStrace(say: (line: string) => void): void {
  const isThere = () => run('strace', ['-V'], 10_000);
  if (!isThere()) aptInstall('strace', say);
  if (!isThere())
    say('No strace here: the power-cut and system-call tests are skipped. Install it (Linux) to run them.');
}

/** Servers that the hub's blobs are tested against: an S3 store and a virus scanner. */
const BLOB_SERVERS = [
  {
    program: '/usr/bin/swift-proxy-server',
    packages: 'swift-proxy swift-account swift-container swift-object',
  },
  { program: '/usr/sbin/clamd', packages: 'clamav-daemon' },
];

/** They are services and large: never installed by themselves. Without them their tests are skipped, and say so. */
export function nameBlobServers(say: (line: string) => void): void {
  for (const { program, packages } of BLOB_SERVERS)
    if (!existsSync(program))
      say(`No ${program} here: its tests are skipped. On Debian: apt-get install ${packages}`);
}

/** What stands for a device's other end: PTY pairs, SANE's test scanner, a print service of our own; and a voice. */
const DEVICE_TOOLS = [
  { program: '/usr/bin/socat', packages: 'socat' },
  { program: '/usr/bin/scanimage', packages: 'sane-utils' },
  { program: '/usr/sbin/cupsd', packages: 'cups' },
  { program: '/usr/bin/espeak-ng', packages: 'espeak-ng' },
];

/** Tests of devices over real wires; without a tool theirs are skipped, and say so. */
export function ensureDeviceTools(say: (line: string) => void): void {
  const missing = () => DEVICE_TOOLS.filter(({ program }) => !existsSync(program));
  if (missing().length > 0)
    aptInstall(
      missing()
        .map((t) => t.packages)
        .join(' '),
      say,
    );
  for (const { program, packages } of missing())
    say(`No ${program} here: its tests are skipped. On Debian: apt-get install ${packages}`);
}
