import type { Clock } from '../../contracts/clock.ts';
import type { SelfTest } from '../../contracts/devices.ts';
import type { Conversation } from './conversation.ts';
import { faultOf, type PrinterStatus, WELL } from './status.ts';

type Step = SelfTest['steps'][number];

/** Asks the printer everything that it can tell. Takes at most about four seconds. */
export async function runSelfTest(
  talk: Conversation | null,
  lineCode: string | null,
  clock: Clock,
): Promise<SelfTest> {
  const at = clock.wallMs();
  let before = clock.boottimeMs();
  const steps: Step[] = [];
  const add = (name: string, code: string | null, detail: string | null = null, isOk = code === null) => {
    const ms = Math.max(0, Math.round(clock.boottimeMs() - before));
    before = clock.boottimeMs();
    steps.push({ name: `receiptPrinter.${name}`, ok: isOk, code, detail, ms });
  };
  const result = (): SelfTest => ({ ok: steps.every((step) => step.ok), at, steps });

  if (talk === null) {
    add('port', lineCode ?? 'device.missing');
    return result();
  }
  add('port', null, talk.wire.channel.port);
  const seen = await talk.lookClosely();
  if (!seen.ok && talk.mute() && seen.error.code === 'device.timeout') {
    add('status', 'print.noStatus', 'prints, but answers no DLE EOT', true);
    return result();
  }
  if (!seen.ok) {
    add('status', seen.error.code);
    return result();
  }
  const { value: status } = seen;
  const only = (part: Partial<PrinterStatus>) => faultOf({ ...WELL, ...part });
  add(
    'status',
    only({ offline: status.offline && faultOf({ ...status, offline: false }) === null }),
    talk.raw(),
  );
  add('cover', only({ coverOpen: status.coverOpen }));
  add(
    'paper',
    only({ paperOut: status.paperOut }) ?? (status.paperLow ? 'print.paperLow' : null),
    null,
    !status.paperOut,
  );
  add('cutter', only({ cutterError: status.cutterError }));
  add('head', only({ waiting: status.waiting, broken: status.broken }));
  return result();
}
