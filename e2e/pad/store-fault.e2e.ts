import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { hasStrace } from '../durability/crash-states/explore.ts';
import { newCaseNo } from '../support/hall.ts';
import { expect, test } from '../support/test.ts';
import { finish, screen, tap } from './screen.ts';

/** The disk under the store fails while a citizen rates: strace lets the service's writes fail with EIO. */

test.skip(!hasStrace(), 'needs strace');

const CALLS = 'pwrite64,fsync,fdatasync,ftruncate';

/** From now on every write of the process fails, until `heal`. */
async function breakDisk(pid: number): Promise<{ heal(): Promise<void> }> {
  const strace: ChildProcess = spawn(
    'strace',
    ['-f', '-p', String(pid), '-o', '/dev/null', '-e', `trace=${CALLS}`, '-e', `inject=${CALLS}:error=EIO`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (strace.stderr === null) throw new Error('no stderr');
  for await (const chunk of strace.stderr) if (String(chunk).includes('attached')) break;
  return {
    async heal() {
      if (strace.exitCode !== null || strace.signalCode !== null) return;
      strace.kill('SIGINT');
      await once(strace, 'exit');
    },
  };
}

test('a rating that cannot be kept is never called saved; once the disk is well the pad rates again', async ({
  hall,
  pad,
  page,
}) => {
  test.setTimeout(120_000);
  await hall.counter().create({ caseNo: newCaseNo(), stage: 2 });
  await screen(page, 'rating');
  await page.waitForTimeout(600);
  const disk = await breakDisk(pad.pid());
  try {
    await page.locator('[data-level="5"]').click();
    await screen(page, 'storeFault');
    await expect(page.locator('[data-screen="saved"]')).toHaveCount(0);
    await expect(page.locator('[data-screen="storeFault"]')).toContainText('这次评价没有保存');
    // Nobody is asked to rate on a pad that cannot keep it.
    await page.waitForTimeout(600);
    await page.getByRole('button', { name: '关闭' }).click();
    await screen(page, 'idle');
    await expect(page.getByRole('button', { name: '输入办件编号' })).toHaveCount(0);
  } finally {
    await disk.heal();
  }
  await expect(page.getByRole('button', { name: '输入办件编号' })).toBeVisible({ timeout: 60_000 });
  const caseNo = newCaseNo();
  await hall.counter().create({ caseNo, stage: 2 });
  await screen(page, 'rating');
  await tap(page, 4);
  await finish(page);
  const admin = await hall.signIn();
  await expect.poll(() => admin.ratingsOf(caseNo), { timeout: 60_000 }).toMatchObject([{ level: 4 }]);
});
