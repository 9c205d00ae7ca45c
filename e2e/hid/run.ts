/**
 * `npm run hid:qemu`: HID for real. Boots a small guest on Debian's kernel, makes virtual HID devices in it with uhid,
 * and drives them with our drivers through node-hid and /dev/hidraw. Exit 0: passed, or skipped with the reason; 1: failed.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/install.mjs';
import { aptInstall } from '../../scripts/lib/tools.ts';
import type { Line } from './guest/checks.ts';
import { makeInitramfs } from './initramfs.ts';
import { fetchBusybox, fetchKernel } from './kernel.ts';
import { boot, hasQemu } from './qemu.ts';

const TIMEOUT_MS = 300_000;
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Runs it all; 'skipped: …' when QEMU or the kernel cannot be had. */
export async function runHid(): Promise<'passed' | 'failed' | string> {
  const startedAt = performance.now();
  if (!hasQemu()) aptInstall('qemu-system-x86', say);
  if (!hasQemu()) return 'skipped: no qemu-system-x86_64 here, and it cannot be installed (Debian, root)';
  const cache = join(ROOT, '.cache/hid');
  mkdirSync(cache, { recursive: true });
  const kernel = fetchKernel(cache, say);
  if (typeof kernel === 'string') return `skipped: ${kernel}`;
  const busybox = fetchBusybox(cache, say);
  if (busybox === null) return 'skipped: busybox-static could not be downloaded';

  const work = mkdtempSync(join(tmpdir(), 'hall-hid-'));
  try {
    const initramfs = join(work, 'initramfs');
    writeFileSync(initramfs, await makeInitramfs(kernel, busybox));
    say(`Booting Linux ${kernel.version} …\n`);
    const left = TIMEOUT_MS - (performance.now() - startedAt);
    if (left <= 0) return 'skipped: kernel and tools took too long to come';
    const result = await boot({ kernel: kernel.image, initramfs }, left, tell);
    const checks = result.lines.filter((line) => line.type === 'check');
    const failed = checks.filter((line) => !line.ok).length;
    if (!result.isComplete)
      say(`The guest did not come to its end. Its console:\n${result.console.join('\n')}`);
    say(`\n${checks.length - failed} passed, ${failed} failed, ${seconds(performance.now() - startedAt)}`);
    return result.isComplete && failed === 0 && checks.length > 0 ? 'passed' : 'failed';
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function tell(line: Line): void {
  if (line.type === 'end') return;
  say(
    `${line.ok ? 'ok    ' : 'FAILED'}  ${seconds(line.ms).padStart(7)}  ${line.name}  ${line.detail}`.trimEnd(),
  );
}
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

if (import.meta.main) {
  const outcome = await runHid();
  if (outcome.startsWith('skipped')) say(`HID over QEMU ${outcome}`);
  process.exit(outcome === 'failed' ? 1 : 0);
}
