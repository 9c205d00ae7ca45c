import type { SelfTest } from '../../contracts/devices.ts';
import { PATIENCE, type Reply } from './calls.ts';
import { took } from './format.ts';
import type { Maintenance } from './session.ts';
import type { MaintenanceTexts } from './texts.ts';

/** What a technician asks of one device. */
export type DeviceAction =
  | 'selfTest'
  | 'recalibrate'
  | 'testPage'
  | 'switchOff'
  | 'switchOn'
  | 'recordOn'
  | 'recordOff';

type Of = { sessionId: string; deviceId: string };
interface Way {
  /** Longest wait for the answer, ms. */
  ms: number;
  ask(to: Maintenance, of: Of): Promise<Reply<SelfTest | null>>;
}

export const WAYS: Readonly<Record<DeviceAction, Way>> = {
  selfTest: { ms: PATIENCE.selfTest, ask: (to, of) => to.selfTest(of) },
  recalibrate: { ms: PATIENCE.recalibrate, ask: (to, of) => to.recalibrate(of) },
  testPage: { ms: PATIENCE.testPage, ask: (to, of) => to.testPage(of) },
  switchOff: { ms: PATIENCE.setEnabled, ask: (to, of) => to.setEnabled({ ...of, enabled: false }) },
  switchOn: { ms: PATIENCE.setEnabled, ask: (to, of) => to.setEnabled({ ...of, enabled: true }) },
  recordOn: { ms: PATIENCE.record, ask: (to, of) => to.record({ ...of, on: true }) },
  recordOff: { ms: PATIENCE.record, ask: (to, of) => to.record({ ...of, on: false }) },
};

/** How an action ended. */
export interface Outcome {
  action: DeviceAction;
  reply: Reply<SelfTest | null>;
}

export const isGood = ({ reply }: Outcome): boolean => reply.ok && (reply.value === null || reply.value.ok);

/** An outcome in words. */
export function outcomeText({ action, reply }: Outcome, texts: MaintenanceTexts): string {
  const { t, staff } = texts;
  if (!reply.ok) return t('done.refused', { action: t(`act.${action}`), why: staff(reply.code) });
  const tested = reply.value;
  if (tested === null) return t(`done.${action}`);
  const ms = tested.steps.reduce((sum, step) => sum + step.ms, 0);
  const failed = tested.steps.filter((step) => !step.ok).length;
  if (tested.ok) return t('done.selfTest', { n: tested.steps.length, took: took(ms, texts) });
  return t('done.testFailed', { failed, n: tested.steps.length });
}
