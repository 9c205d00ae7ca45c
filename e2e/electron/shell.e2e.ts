import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { electronLaunch } from '../../electron/testing/launch.ts';
import { finish, screen, tap } from '../pad/screen.ts';
import { newCaseNo, WINDOW } from '../support/hall.ts';
import { expect, test } from '../support/test.ts';

/** The same journey in the Electron shell, wherever a binary is. */

test('a citizen rates in the Electron window', async ({ hall }) => {
  test.setTimeout(120_000);
  const dir = mkdtempSync(join(tmpdir(), 'electron-e2e-'));
  const admin = await hall.signIn();
  const terminals = await admin.get<{ rows: { id: string; windowId: string; state: string }[] }>(
    '/terminals',
  );
  for (const t of terminals.body.rows)
    if (t.windowId === WINDOW && t.state !== 'revoked') await admin.post(`/terminals/${t.id}/revoke`, {});
  const terminalId = `pad-electron-${process.pid}`;
  const { body } = await admin.post<{ code: string }>('/terminals', { terminalId, windowId: WINDOW });
  const config = join(dir, 'terminal.json');
  writeFileSync(
    config,
    JSON.stringify({ terminalId, role: 'pad', hubUrl: hall.url, enrolmentCode: body.code }),
  );
  const launch = electronLaunch(config, { windowed: true });
  test.skip('missing' in launch, `not run in Electron: ${'missing' in launch ? launch.missing : ''}`);
  if ('missing' in launch) return;
  const app = await _electron.launch(launch);
  const page = await app.firstWindow();
  await screen(page, 'idle');
  const caseNo = newCaseNo();
  await hall.counter().create({ caseNo, stage: 2 });
  await screen(page, 'rating');
  await tap(page, 5);
  await finish(page);
  await expect.poll(() => admin.ratingsOf(caseNo)).toMatchObject([{ level: 5 }]);
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});
