import type { Clock } from '../../contracts/clock.ts';
import type { SelfTest } from '../../contracts/devices.ts';
import type { Result } from '../../contracts/result.ts';
import type { ScanJob } from '../../contracts/scan.ts';
import type { ScanEvent } from '../device.ts';
import type { Look } from './client.ts';

/** The glass at low resolution and grey: some seconds on most scanners. */
const TEST_JOB: ScanJob = {
  source: 'flatbed',
  colour: 'grey',
  dpi: 150,
  paper: 'A5',
  duplex: false,
  maxPages: 1,
};

/**
 * Connection, abilities, paper path, and one page from the glass, which is thrown away. A feeder is not tried: it would
 * take a citizen's sheets. A fault of the feeder does not keep the glass from being tried.
 */
export async function runSelfTest(
  clock: Clock,
  look: () => Promise<Result<Look>>,
  scan: (job: ScanJob) => AsyncIterable<ScanEvent>,
): Promise<SelfTest> {
  const at = clock.wallMs();
  const steps: SelfTest['steps'] = [];
  let before = clock.boottimeMs();
  const add = (name: string, code: string | null, detail: string | null, isOk = code === null): void => {
    const now = clock.boottimeMs();
    steps.push({
      name: `documentScanner.${name}`,
      ok: isOk,
      code,
      detail: detail === null || detail === '' ? null : detail.slice(0, 200),
      ms: Math.max(0, Math.round(now - before)),
    });
    before = now;
  };
  const done = (): SelfTest => ({ ok: steps.every((step) => step.ok), at, steps });

  const seen = await look();
  if (!seen.ok) {
    add('connect', seen.error.code, seen.error.detail ?? null);
    return done();
  }
  const { identity, capabilities: can, fault, warning, detail } = seen.value;
  add('connect', null, identity.product ?? null);
  const abilities = [...can.sources, ...can.colours, `${can.dpis.join('/')} dpi`];
  const isAble = can.sources.length > 0 && can.colours.length > 0 && can.dpis.length > 0;
  add('abilities', isAble ? null : 'scan.unsupported', abilities.join(' '));
  add('paper', fault ?? warning, detail, fault === null);
  if (!isAble || !can.sources.includes('flatbed')) return done();

  let code: string | null = null;
  let size: string | null = null;
  const colour = can.colours.includes('grey') ? 'grey' : (can.colours[0] ?? 'grey');
  for await (const event of scan({ ...TEST_JOB, colour })) {
    if (event.type === 'fault') code = event.code;
    if (event.type === 'page')
      size = `${event.page.widthPx} × ${event.page.heightPx} px, ${event.page.dpi} dpi`;
  }
  add('scan', code, size);
  return done();
}
