import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A CUPS of one's own: cupsd with its own root, socket, spool and queues under a temporary folder, as root or not. The
 * system's CUPS is never touched. Its printers run CUPS's real filters and end in a PDF file.
 */
const CUPSD = '/usr/sbin/cupsd';
const LPADMIN = '/usr/sbin/lpadmin';
const SERVER_BIN = '/usr/lib/cups';
const START_MS = 10_000;
const LOOK_MS = 20;
/** Account that filters run as when cupsd is root: it must not be root. */
const FILTER_USER = 'lp';

let found: boolean | undefined;
/** Whether cupsd can be run here; says once when not. For `describe.skipIf(!hasCups())`. */
export function hasCups(): boolean {
  if (found === undefined) {
    found = [CUPSD, LPADMIN, join(SERVER_BIN, 'filter/pdftopdf')].every((path) => existsSync(path));
    if (!found)
      process.stderr.write(
        'No CUPS here (cupsd, lpadmin, cups-filters): what needs a real print queue is skipped.\n',
      );
  }
  return found;
}

export interface CupsPrinter {
  readonly name: string;
  /** PDFs that came out, oldest first. */
  printed(): Uint8Array[];
  /** The printer says this reason, such as `media-empty-error`, and holds each job until it is cleared. */
  setReason(reason: string | null): void;
  /** Jobs that come now fail in the printer. */
  setBroken(on: boolean): void;
}

export interface Cups {
  readonly socketPath: string;
  /** Makes a printer; it is ready to print. */
  addPrinter(name: string): Promise<CupsPrinter>;
  pause(name: string): Promise<void>;
  resume(name: string): Promise<void>;
  reject(name: string): Promise<void>;
  /** Documents that lie in the spool. */
  spooled(): string[];
  /** Job tickets that the spool knows. */
  jobs(): string[];
  log(): string;
  stop(): Promise<void>;
}

/** The printer's last step, in the place of hardware: says what is lacking, waits, and writes the PDF. */
const BACKEND = `#!/bin/sh
# job user title copies options [file]
[ $# -eq 0 ] && exit 0
out="\${DEVICE_URI#hallpdf:}"
last=""
while reason=$(cat "$out/reason" 2>/dev/null) && [ -n "$reason" ]; do
  [ "$reason" != "$last" ] && echo "STATE: +$reason" >&2
  last="$reason"
  sleep 0.1
done
[ -n "$last" ] && echo "STATE: -$last" >&2
[ -e "$out/broken" ] && { echo "ERROR: broken" >&2; exit 1; }
cat \${6:+"$6"} > "$out/$1.part" && mv "$out/$1.part" "$out/$1.pdf"
`;

/** The least a PDF printer must say of itself. CUPS 2.x drives printers by such files. */
const PPD = `*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "HALLPDF.PPD"
*Manufacturer: "Simulated"
*Product: "(Simulated PDF printer)"
*ModelName: "Simulated PDF printer"
*ShortNickName: "Simulated PDF printer"
*NickName: "Simulated PDF printer"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*FileSystem: False
*cupsManualCopies: True
*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"
*OpenUI *PageSize: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "0 0 595 842"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*OpenUI *Duplex/2-Sided: PickOne
*DefaultDuplex: None
*Duplex None/Off: ""
*Duplex DuplexNoTumble/Long edge: ""
*CloseUI: *Duplex
`;

/** Throws where CUPS is missing: ask `hasCups` first. */
export async function startCups(): Promise<Cups> {
  const root = mkdtempSync(join(tmpdir(), 'hall-cups-'));
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? FILTER_USER : userInfo().username;
  const group = spawnSync('id', ['-gn', user], { encoding: 'utf8' }).stdout.trim();
  // Filters run under another account than root's, and must get through.
  chmodSync(root, 0o755);
  const dir = (name: string): string => join(root, name);
  for (const name of ['etc', 'spool', 'spool/tmp', 'cache', 'run', 'log', 'bin', 'bin/backend', 'out'])
    mkdirSync(dir(name));
  for (const name of ['filter', 'daemon', 'notifier', 'monitor', 'cgi-bin', 'driver']) {
    const tools = join(SERVER_BIN, name);
    if (existsSync(tools)) symlinkSync(tools, join(dir('bin'), name));
  }
  writeFileSync(dir('bin/backend/hallpdf'), BACKEND, { mode: 0o755 });
  writeFileSync(dir('printer.ppd'), PPD);
  const socketPath = dir('run/cups.sock');
  writeFileSync(
    dir('etc/cups-files.conf'),
    [
      `ServerRoot ${dir('etc')}`,
      `RequestRoot ${dir('spool')}`,
      `CacheDir ${dir('cache')}`,
      `StateDir ${dir('run')}`,
      `ServerBin ${dir('bin')}`,
      `TempDir ${dir('spool')}/tmp`,
      `AccessLog ${dir('log')}/access`,
      `ErrorLog ${dir('log')}/error`,
      `PageLog ${dir('log')}/page`,
      `User ${user}`,
      `Group ${group}`,
      `LogFileGroup ${group}`,
      // May not be the group of the filters.
      `SystemGroup ${isRoot ? 'root' : group}`,
      'Printcap',
      'FatalErrors config listen',
      'SyncOnClose No',
    ].join('\n'),
  );
  writeFileSync(
    dir('etc/cupsd.conf'),
    [
      `Listen ${socketPath}`,
      'LogLevel info',
      'Browsing No',
      'WebInterface No',
      'DefaultShared No',
      'DirtyCleanInterval 0',
      // As the system's default has it: documents stay unless somebody wipes them.
      'PreserveJobHistory Yes',
      'PreserveJobFiles Yes',
      '<Location />',
      '  Order allow,deny',
      '  Allow all',
      '</Location>',
      '<Policy default>',
      '  JobPrivateAccess default',
      '  JobPrivateValues default',
      '  <Limit Cancel-Job Purge-Jobs Cancel-Jobs Cancel-My-Jobs Close-Job>',
      '    Require user @OWNER @SYSTEM',
      '    Order deny,allow',
      '  </Limit>',
      '  <Limit All>',
      '    Order deny,allow',
      '  </Limit>',
      '</Policy>',
    ].join('\n'),
  );
  const daemon = spawn(CUPSD, ['-f', '-c', dir('etc/cupsd.conf'), '-s', dir('etc/cups-files.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  daemon.stderr.on('data', (part: Buffer) => {
    complaints += part.toString();
  });
  const log = (): string =>
    existsSync(dir('log/error')) ? complaints + readFileSync(dir('log/error'), 'utf8') : complaints;
  try {
    await until(() => existsSync(socketPath), daemon, log);
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }

  async function admin(command: string, args: string[]): Promise<void> {
    const child = spawn(command, ['-h', socketPath, ...args], {
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: START_MS,
    });
    let said = '';
    child.stderr.on('data', (part: Buffer) => {
      said += part.toString();
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${said}\n${log()}`);
  }

  return {
    socketPath,
    async addPrinter(name) {
      const out = join(dir('out'), name);
      mkdirSync(out);
      if (isRoot) chownTo(out, user);
      await admin(LPADMIN, ['-p', name, '-v', `hallpdf:${out}`, '-P', dir('printer.ppd'), '-E']);
      return printerOf(name, out);
    },
    pause: (name) => admin('/usr/sbin/cupsdisable', [name]),
    resume: (name) => admin('/usr/sbin/cupsenable', [name]),
    reject: (name) => admin('/usr/sbin/cupsreject', [name]),
    spooled: () => readdirSync(dir('spool')).filter((name) => /^d\d/.test(name)),
    jobs: () => readdirSync(dir('spool')).filter((name) => /^c\d/.test(name)),
    log,
    async stop() {
      if (daemon.exitCode === null && daemon.signalCode === null) {
        daemon.kill('SIGTERM');
        await once(daemon, 'exit');
      }
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function printerOf(name: string, out: string): CupsPrinter {
  return {
    name,
    printed: () =>
      readdirSync(out)
        .filter((file) => file.endsWith('.pdf'))
        .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
        .map((file) => new Uint8Array(readFileSync(join(out, file)))),
    setReason: (reason) => writeFileSync(join(out, 'reason'), reason ?? ''),
    setBroken(on) {
      if (on) writeFileSync(join(out, 'broken'), '');
      else rmSync(join(out, 'broken'), { force: true });
    },
  };
}

function chownTo(path: string, user: string): void {
  const id = (flag: string): number =>
    Number(spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout.trim());
  chownSync(path, id('-u'), id('-g'));
}

async function until(is: () => boolean, daemon: ChildProcess, log: () => string): Promise<void> {
  const end = performance.now() + START_MS;
  while (!is()) {
    if (daemon.exitCode !== null || performance.now() > end) {
      daemon.kill('SIGKILL');
      throw new Error(`cupsd did not start: ${log()}`);
    }
    await sleep(LOOK_MS);
  }
}
