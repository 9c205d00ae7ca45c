import type { Clock } from '../../contracts/clock.ts';
import type { SelfTest } from '../../contracts/devices.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { Commands } from './commands.ts';
import type { ScannerProtocol } from './protocol.ts';

type Step = SelfTest['steps'][number];

/** What is tested; null while the scanner is missing. */
interface Subject {
  commands: Commands;
  setUp: () => Promise<Result<null>>;
  port: string;
}

/** Port, settings, trigger on and off, firmware: as far as the family has them. A step that fails ends the test. */
export async function runSelfTest(
  clock: Clock,
  protocol: ScannerProtocol,
  subject: Subject | null,
  missing: string,
): Promise<SelfTest> {
  const at = clock.wallMs();
  const steps: Step[] = [];
  async function step(name: string, act: () => Promise<Result<string | null>>): Promise<boolean> {
    const from = clock.boottimeMs();
    const result = await act();
    steps.push({
      name: `codeScanner.${name}`,
      ok: result.ok,
      code: result.ok ? null : result.error.code,
      detail: (result.ok ? result.value : result.error.detail) ?? null,
      ms: Math.max(0, Math.round(clock.boottimeMs() - from)),
    });
    return result.ok;
  }
  const done = (): SelfTest => ({ ok: steps.every((s) => s.ok), at, steps });

  if (!(await step('port', async () => (subject === null ? fail(missing) : ok(subject.port))))) return done();
  if (subject === null) return done();
  const { commands, setUp } = subject;
  const hasSetup = protocol.feature !== null || protocol.setup.length > 0;
  if (hasSetup && !(await step('setup', setUp))) return done();
  if (!(await step('triggerOn', () => commands.run(protocol.on, protocol.answers)))) return done();
  if (!(await step('triggerOff', () => commands.run(protocol.off, protocol.answers)))) return done();
  const { revision } = protocol;
  if (revision !== null) {
    await step('firmware', async () => {
      const answer = await commands.run(revision, true);
      if (!answer.ok) return answer;
      const version = protocol.version(answer.value ?? '');
      return version === null ? fail('device.garbled') : ok(version);
    });
  }
  return done();
}
