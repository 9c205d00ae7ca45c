import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Line, MARK } from './guest/checks.ts';

const QEMU = 'qemu-system-x86_64';
const KEPT_CONSOLE_LINES = 30;

export const hasQemu = (): boolean => spawnSync(QEMU, ['--version'], { stdio: 'ignore' }).status === 0;

export interface Boot {
  lines: Line[];
  /** Every check was run. */
  isComplete: boolean;
  /** The console's last lines, for when it is not. */
  console: string[];
}

/** Boots the guest on an emulated processor (TCG: works everywhere) and gathers what it says over the serial console. */
export async function boot(
  files: { kernel: string; initramfs: string },
  timeoutMs: number,
  onLine: (line: Line) => void,
): Promise<Boot> {
  const qemu = spawn(
    QEMU,
    [
      ...['-accel', 'tcg', '-cpu', 'max', '-smp', '2', '-m', '1024'],
      ...['-kernel', files.kernel, '-initrd', files.initramfs],
      ...['-append', 'console=ttyS0 quiet panic=-1 tsc=unstable', '-no-reboot', '-nodefaults'],
      ...['-display', 'none', '-monitor', 'none', '-net', 'none', '-serial', 'stdio'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const result: Boot = { lines: [], isComplete: false, console: [] };
  const timer = setTimeout(() => qemu.kill('SIGKILL'), timeoutMs);
  qemu.on('error', () => undefined);
  try {
    const exit = exited(qemu);
    const streams = [qemu.stdout, qemu.stderr].map(async (stream) => {
      for await (const text of createInterface({ input: stream })) hear(text);
    });
    await Promise.all([exit, ...streams]);
  } finally {
    clearTimeout(timer);
  }
  return result;

  function hear(text: string): void {
    const line = lineOf(text);
    if (line === null) {
      result.console = [...result.console, text].slice(-KEPT_CONSOLE_LINES);
      return;
    }
    result.lines.push(line);
    if (line.type === 'end') result.isComplete = true;
    onLine(line);
  }
}

const exited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });

function lineOf(text: string): Line | null {
  const at = text.indexOf(MARK);
  if (at < 0) return null;
  try {
    return JSON.parse(text.slice(at + MARK.length));
  } catch {
    return null;
  }
}
