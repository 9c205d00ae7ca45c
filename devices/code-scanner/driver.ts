import type { DeclarationOf } from '../../contracts/devices.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { ByteChannel, Line } from '../channel/types.ts';
import type { CodeScanner, DeviceContext } from '../device.ts';
import { createTracker } from '../tracker.ts';
import { createArming } from './arming.ts';
import { createCommands } from './commands.ts';
import type { LostCode } from './protocol.ts';
import { PROTOCOLS } from './protocols.ts';
import { runSelfTest } from './self-test.ts';
import { createSession, type Session } from './session.ts';
import { createWedgeScanner } from './wedge.ts';

const LOSS_TELL_MS = 1_000;

/**
 * A QR and barcode scanner (二维码/条码扫描器). `line`: the declared port, kept open; it is stopped with the scanner.
 * null for `wedge`, which the screens listen to.
 */
export function createCodeScanner(
  declaration: DeclarationOf<'codeScanner'>,
  line: Line | null,
  context: DeviceContext,
): CodeScanner {
  if (declaration.driver === 'wedge') return createWedgeScanner(context);
  if (line === null) throw new Error(`code scanner ${declaration.id}: ${declaration.driver} needs a line`);
  return createWiredScanner(declaration.driver, line, context);
}

function createWiredScanner(
  driver: Exclude<DeclarationOf<'codeScanner'>['driver'], 'wedge'>,
  line: Line,
  context: DeviceContext,
): CodeScanner {
  const protocol = PROTOCOLS[driver];
  const tracker = createTracker(context.clock);
  const arming = createArming(context, {
    source: protocol.source,
    light: () => aim(true),
    dark: () => aim(false),
  });
  let session: Session | null = null;
  let testing: ReturnType<CodeScanner['selfTest']> | null = null;
  let lossToldAt = Number.NEGATIVE_INFINITY;

  function failed(code: string, detail?: string): void {
    tracker.error(code, detail);
    context.log('codeScanner.failed', { code });
  }

  /** Noise without end is told once a second. */
  function lost(code: LostCode): void {
    const now = context.clock.boottimeMs();
    if (now - lossToldAt < LOSS_TELL_MS) return;
    lossToldAt = now;
    failed(code);
  }

  /** The newest wish counts: what was wished in between is left out. */
  let wish: boolean | null = null;
  let isAiming = false;
  function aim(on: boolean): void {
    wish = on;
    if (!isAiming) void fulfil();
  }
  async function fulfil(): Promise<void> {
    isAiming = true;
    while (wish !== null && session !== null) {
      const on = wish;
      wish = null;
      const own: Session = session;
      const result = await own.commands.run(on ? protocol.on : protocol.off, protocol.answers);
      if (session === own) judge(result);
    }
    wish = null;
    isAiming = false;
  }

  /** A command's outcome is the scanner's health; the same trouble is told once. */
  function judge(result: Result<unknown>): void {
    if (result.ok) {
      tracker.state('ok');
      return;
    }
    const { code, detail } = result.error;
    if (tracker.report().code !== code) failed(code, detail);
    tracker.state('degraded', code);
  }

  async function setUp({ commands }: Session): Promise<Result<null>> {
    if (protocol.feature !== null) {
      const sent = await commands.feature(protocol.feature);
      if (!sent.ok) return sent;
    }
    for (const command of protocol.setup) {
      const result = await commands.run(command, protocol.answers);
      if (!result.ok) return result;
    }
    return ok(null);
  }

  function opened(channel: ByteChannel): void {
    const own = createSession(protocol, channel, createCommands(channel, context.timers), context, {
      onCode(code, ms) {
        if (testing === null && arming.read(code)) tracker.done(ms);
      },
      onLost: lost,
    });
    session = own;
    tracker.identify({ port: channel.port, ...channel.usb });
    tracker.state('ok');
    void setUp(own).then((result) => {
      if (session !== own) return;
      judge(result);
      arming.opened();
    });
  }

  function follow(): void {
    const channel = line.channel();
    if (session !== null && channel === session.channel) return;
    session?.end('device.unplugged');
    session = null;
    if (channel !== null) {
      opened(channel);
      return;
    }
    const code = line.code() ?? 'device.missing';
    tracker.state(code === 'device.portBusy' ? 'fault' : 'missing', code);
  }

  const stopFollowing = line.onChange(follow);
  follow();

  return {
    report: tracker.report,
    onChange: tracker.onChange,
    arm: arming.arm,
    disarm: arming.disarm,
    onCode: arming.onCode,
    async selfTest() {
      const own = session;
      testing ??= runSelfTest(
        context.clock,
        protocol,
        own === null ? null : { commands: own.commands, setUp: () => setUp(own), port: own.channel.port },
        line.code() ?? 'device.missing',
      ).finally(() => {
        testing = null;
        arming.opened();
      });
      const test = await testing;
      const version = test.steps.find((step) => step.name === 'codeScanner.firmware' && step.ok)?.detail;
      if (version !== undefined && version !== null) tracker.identify({ firmware: version });
      return test;
    },
    ...(protocol.feature !== null || protocol.setup.length > 0
      ? {
          async recalibrate() {
            if (session === null) return fail(line.code() ?? 'device.missing');
            const own = session;
            const result = await setUp(own);
            if (session === own) judge(result);
            return result;
          },
        }
      : {}),
    async stop() {
      stopFollowing();
      const own = session;
      session = null;
      const parting = arming.stop() ? own?.commands.reply(protocol.off) : null;
      own?.end('device.stopped');
      await parting;
      await line.stop();
    },
  };
}
