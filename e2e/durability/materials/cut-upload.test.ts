import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { testContext } from '../../../platform/testing/context.ts';
import { awaitTerminal } from '../../../platform/testing/terminals.ts';
import { freePort } from '../../support/hall.ts';
import { startService } from '../../support/process.ts';

/**
 * A scanned application, kept by a terminal of its own process, is cut by SIGKILL three times while it goes up, the hub
 * once: it comes to the real hub whole. Faults 5, 7, 19, 20 of the sync rules.
 */
const PAGES = 30;
const CODE = 'code-of-the-cut-upload';
const ID = 'kiosk-cut';

test('cut three times on its way, it comes whole', { timeout: 280_000 }, async () => {
  const context = await testContext();
  const base = mkdtempSync(join(tmpdir(), 'cut-upload-'));
  const hubEnv = {
    DATABASE_URL: context.connectionString,
    HUB_DATA: join(base, 'hub'),
    HUB_PORT: String(await freePort()),
    LOG_LEVEL: 'error',
    VITEST: undefined,
  };
  const startHub = () => startService(['platform/main.ts'], hubEnv, join(base, 'hub.log'));
  let hub = await startHub();
  let kiosk: ChildProcess | null = null;
  try {
    await awaitTerminal(context, { id: ID, windowId: 'w1', code: CODE }, new Date(Date.now() + 3_600_000));
    let kept = '';
    let acked = 0;
    for (let cuts = 0; ; ) {
      kiosk = startKiosk(join(base, 'kiosk'), hub.url);
      const before = acked;
      for await (const line of createInterface({ input: kiosk.stdout as NodeJS.ReadableStream })) {
        const [what, a = '', b = ''] = line.split(' ');
        expect(what).not.toBe('dead');
        if (what === 'kept') kept = b;
        if (what === 'acked') acked = Number(a);
        if (what === 'sent' || (cuts < 3 && acked > before && acked < Number(b))) break;
      }
      await kill(kiosk);
      if (cuts === 3) break;
      cuts += 1;
      if (cuts !== 2) continue;
      await hub.kill();
      hub = await startHub();
    }

    const blobs = await context.db.selectFrom('blob').selectAll().execute();
    expect(blobs.map((b) => [b.state, b.sha256.toString('hex')])).toEqual([['committed', kept]]);
    const bytes = readFileSync(join(base, 'hub', 'blobs', kept.slice(0, 2), kept));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(kept);
    expect(bytes.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(PAGES);
    await expect
      .poll(() => context.db.selectFrom('material').select(['state', 'reason', 'pages']).execute(), {
        timeout: 60_000,
      })
      .toEqual([{ state: 'whole', reason: null, pages: PAGES }]);
    expect(await context.db.selectFrom('blob_upload').selectAll().execute()).toEqual([]);
  } finally {
    if (kiosk !== null) await kill(kiosk);
    await hub.stop();
    await context.close();
    rmSync(base, { recursive: true, force: true });
  }
});

function startKiosk(dir: string, hubUrl: string): ChildProcess {
  const script = join(import.meta.dirname, 'terminal.ts');
  return spawn(process.execPath, [script, dir, ID, CODE, hubUrl, String(PAGES)], {
    env: { ...process.env, VITEST: undefined },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function kill(child: ChildProcess): Promise<void> {
  return new Promise((dead) => {
    if (child.exitCode !== null || child.signalCode !== null) return dead();
    child.once('exit', () => dead());
    child.kill('SIGKILL');
  });
}
