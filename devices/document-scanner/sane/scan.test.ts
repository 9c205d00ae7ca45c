import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ScanJob, scanJob } from '../../../contracts/scan.ts';
import type { ScannedPage } from '../../device.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { shortenedTime } from '../testing/clock.ts';
import { hasScanimage } from '../testing/scanimage.ts';
import { PAGE_MS } from './batch.ts';
import { createSaneClient, LOOK_MS } from './client.ts';
import { END_MS, KILL_MS } from './scanimage.ts';

const DEVICE = 'test:0';
const job = (part: Partial<ScanJob> = {}): ScanJob =>
  scanJob.parse({ source: 'feeder', colour: 'colour', dpi: 150, ...part });
const never = new AbortController().signal;

/** Pages have a folder of their own in these tests, to be looked into. */
function withTemp(): string {
  const folder = tempFolder();
  vi.stubEnv('TMPDIR', folder);
  expect(tmpdir()).toBe(folder);
  return folder;
}
afterEach(() => vi.unstubAllEnvs());

async function run(client: ReturnType<typeof createSaneClient>, wanted = job(), signal = never) {
  const pages: ScannedPage[] = [];
  for await (const page of client.scan(wanted, signal)) {
    if (!page.ok) return { pages, code: page.error.code };
    pages.push(page.value);
  }
  return { pages, code: null };
}

describe.skipIf(!hasScanimage())('SANE’s test backend', () => {
  const { timers } = shortenedTime();
  /** It scans 200 × 200 mm at most. */
  const SIDE_PX = Math.floor((200 * 150) / 25.4);

  it('tells what it can do', async () => {
    expect(await createSaneClient(DEVICE, timers).look(never)).toMatchObject({
      ok: true,
      value: {
        capabilities: { sources: ['flatbed', 'feeder'], colours: ['colour', 'grey'], duplex: false },
        fault: null,
      },
    });
  });

  it('gives a page from the glass', async () => {
    withTemp();
    const { pages, code } = await run(
      createSaneClient(DEVICE, timers, ['--test-picture=Color pattern']),
      job({ source: 'flatbed' }),
    );
    expect(code).toBeNull();
    expect(pages).toMatchObject([{ type: 'image/jpeg', widthPx: SIDE_PX, heightPx: SIDE_PX, dpi: 150 }]);
  });

  it('gives the ten pages of its feeder, and leaves nothing on disk', async () => {
    const temp = withTemp();
    const { pages, code } = await run(createSaneClient(DEVICE, timers, ['--test-picture=Grid']));
    expect(code).toBeNull();
    expect(pages).toHaveLength(10);
    expect(readdirSync(temp)).toEqual([]);
  });

  it('stops at as many pages as are wanted', async () => {
    withTemp();
    const { pages, code } = await run(createSaneClient(DEVICE, timers), job({ maxPages: 3 }));
    expect([pages.length, code]).toEqual([3, null]);
  });

  it('has at most one more page on disk than were taken, in a folder of our own', async () => {
    const temp = withTemp();
    for await (const page of createSaneClient(DEVICE, timers).scan(job({ maxPages: 6 }), never)) {
      expect(page).toMatchObject({ ok: true });
      await new Promise((resolve) => setTimeout(resolve, 60));
      for (const name of readdirSync(temp)) {
        expect(statSync(join(temp, name)).mode & 0o777).toBe(0o700);
        expect(readdirSync(join(temp, name)).length).toBeLessThanOrEqual(1);
      }
    }
    expect(readdirSync(temp)).toEqual([]);
  });

  it.each([
    ['JAMMED', 'scan.paperJam'],
    ['NO_DOCS', 'scan.feederEmpty'],
    ['COVER_OPEN', 'scan.coverOpen'],
    ['DEVICE_BUSY', 'scan.busy'],
    ['IO_ERROR', 'scan.lost'],
    ['ACCESS_DENIED', 'device.portBusy'],
    ['UNSUPPORTED', 'scan.unsupported'],
    ['INVAL', 'scan.unsupported'],
    ['CANCELLED', 'scan.cancelled'],
    ['NO_MEM', 'device.fault'],
  ])('that says %s means %s', async (status, code) => {
    const temp = withTemp();
    const client = createSaneClient(DEVICE, timers, [`--read-return-value=SANE_STATUS_${status}`]);
    expect(await run(client)).toEqual({ pages: [], code });
    expect(readdirSync(temp)).toEqual([]);
  });

  it('is cancelled within a page', async () => {
    const temp = withTemp();
    const client = createSaneClient(DEVICE, timers, [
      '--read-delay=yes',
      '--read-delay-duration=200000',
      '--read-limit=yes',
      '--read-limit-size=64',
    ]);
    const cancelled = new AbortController();
    setTimeout(() => cancelled.abort(), 200);
    expect(await run(client, job(), cancelled.signal)).toEqual({ pages: [], code: 'scan.cancelled' });
    await client.idle();
    expect(readdirSync(temp)).toEqual([]);
  });

  it('is cancelled while nobody asks for pages', async () => {
    const temp = withTemp();
    const client = createSaneClient(DEVICE, timers);
    const cancelled = new AbortController();
    const pages = client.scan(job(), cancelled.signal);
    expect((await pages.next()).value).toMatchObject({ ok: true });
    cancelled.abort();
    await client.idle();
    expect(readdirSync(temp)).toEqual([]);
    expect((await pages.next()).value).toMatchObject({ ok: false, error: { code: 'scan.cancelled' } });
  });

  it('is left in peace by a caller that goes away', async () => {
    const temp = withTemp();
    const client = createSaneClient(DEVICE, timers);
    for await (const page of client.scan(job(), never)) {
      expect(page.ok).toBe(true);
      break;
    }
    expect(readdirSync(temp)).toEqual([]);
  });

  it('of another name is missing', async () => {
    const seen = await createSaneClient('nosuch:0', timers).look(never);
    expect(seen).toMatchObject({ ok: false, error: { code: 'device.missing' } });
  });
});

/** A program in the place of scanimage. */
function fakeScanimage(script: string): void {
  const folder = join(tempFolder(), 'bin');
  mkdirSync(folder);
  writeFileSync(join(folder, 'scanimage'), `#!/bin/sh\n${script}`);
  chmodSync(join(folder, 'scanimage'), 0o755);
  vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);
}

const LISTS = `case "$*" in *--all-options*)
printf '    --mode Color|Gray [Color]\\n    --resolution 150|300dpi [150]\\n    --source ADF [ADF]\\n'; exit 0;; esac\n`;

describe.skipIf(process.platform === 'win32')('a scanimage', () => {
  it('that is not installed is told apart', async () => {
    withTemp();
    vi.stubEnv('PATH', tempFolder());
    const client = createSaneClient(DEVICE, shortenedTime().timers);
    expect(await client.look(never)).toMatchObject({ ok: false, error: { code: 'scan.toolMissing' } });
    expect(await run(client)).toEqual({ pages: [], code: 'scan.toolMissing' });
  });

  it('that has no place for its pages is not started', async () => {
    fakeScanimage(LISTS);
    const client = createSaneClient(DEVICE, shortenedTime().timers);
    vi.stubEnv('TMPDIR', join(tempFolder(), 'nowhere'));
    expect(await run(client)).toEqual({ pages: [], code: 'device.fault' });
  });

  it('that hangs and heeds no signal is killed', async () => {
    fakeScanimage(`${LISTS}trap '' TERM\nread -r line\nwhile :; do sleep 0.1; done`);
    const temp = withTemp();
    const client = createSaneClient(DEVICE, shortenedTime({ [PAGE_MS]: 100, [KILL_MS]: 100 }).timers);
    expect(await run(client)).toEqual({ pages: [], code: 'device.timeout' });
    expect(readdirSync(temp)).toEqual([]);
  });

  it('that hangs after its last page is ended', async () => {
    fakeScanimage(`${LISTS}echo 'scanimage: sane_start: Document feeder jammed' >&2
echo 'Batch terminated, 0 pages scanned' >&2\nexec sleep 60`);
    withTemp();
    const client = createSaneClient(DEVICE, shortenedTime({ [END_MS]: 50 }).timers);
    expect(await run(client)).toEqual({ pages: [], code: 'scan.paperJam' });
  });

  it('that never lists its options is not waited for', async () => {
    withTemp();
    fakeScanimage('exec sleep 60');
    const client = createSaneClient(DEVICE, shortenedTime({ [LOOK_MS]: 100, [KILL_MS]: 100 }).timers);
    expect(await client.look(never)).toMatchObject({ ok: false, error: { code: 'device.timeout' } });
  });

  it.each([
    ['says nothing of options', 'exit 0'],
    ['prints without end', 'yes "    --mode Color"'],
  ])('that %s is garbled or at fault', async (_name, script) => {
    withTemp();
    fakeScanimage(script);
    const seen = await createSaneClient(DEVICE, shortenedTime({ [KILL_MS]: 100 }).timers).look(never);
    expect(seen).toMatchObject({ ok: false, error: { code: expect.stringMatching(/garbled|fault/) } });
  });

  it('that names files which are none of this job is not believed', async () => {
    withTemp();
    fakeScanimage(`${LISTS}read -r line\nprintf '/etc/passwd\\n../page-1.jpg\\npage-1.jpg\\n'; exit 0`);
    const client = createSaneClient(DEVICE, shortenedTime().timers);
    expect(await run(client)).toEqual({ pages: [], code: 'scan.aborted' });
  });

  it('that wrote half a page gives no page', async () => {
    withTemp();
    fakeScanimage(`${LISTS}read -r line
for a in "$@"; do case "$a" in --batch=*) f="\${a#--batch=}";; esac; done
f="$(printf "$f" 1)"; printf '\\377\\330\\377\\340' > "$f"; printf '%s\\n' "$f"; exit 0`);
    const client = createSaneClient(DEVICE, shortenedTime().timers);
    expect(await run(client)).toEqual({ pages: [], code: 'scan.badImage' });
  });

  it('whose service was killed leaves pages that the next start wipes', async () => {
    const temp = withTemp();
    const LONG_DEAD = 4_194_304;
    mkdirSync(join(temp, `hall-scan-${LONG_DEAD}-abc`));
    mkdirSync(join(temp, `hall-scan-${process.ppid}-abc`));
    mkdirSync(join(temp, 'hall-scan-notes'));
    await createSaneClient(DEVICE, shortenedTime().timers).idle();
    expect(readdirSync(temp).sort()).toEqual([`hall-scan-${process.ppid}-abc`, 'hall-scan-notes']);
  });
});
