import type { TerminalConfig } from '../../contracts/config.ts';
import type { FlowStep, StepOf } from '../../contracts/flow.ts';
import type { KioskSession, KioskStatus, StepView } from '../../contracts/kiosk.ts';
import type { Reference } from '../../contracts/reference.ts';
import { missingOf } from '../devices/availability.ts';
import { canNext, mainWay, pagesOf, slotOf, stepAt } from '../flow/engine.ts';
import { answerRows, maskedCode, maskedPerson, slipOf } from '../flow/fields.ts';
import type { LoadedFlow } from '../flow/load.ts';
import type { KioskDesk } from './desk.ts';
import type { KioskDevices } from './devices.ts';
import { isDone, type KioskSessionState } from './session.ts';

export interface KioskParts {
  config: TerminalConfig;
  flows: readonly LoadedFlow[];
  devices: KioskDevices;
  desk: KioskDesk;
  /** The hub is reached now. */
  online: () => boolean;
  reference: () => Reference | null;
}

/** The one flat status that the kiosk's screens draw. `now`: ms of the boot clock. */
export function kioskStatus(revision: number, p: KioskParts, now: number): KioskStatus {
  const summaries = p.devices.summaries();
  const session = p.desk.session();
  const hall = p.reference()?.hall ?? null;
  return {
    revision,
    terminalId: p.config.terminalId,
    panel: p.config.panel,
    locale: p.config.locale,
    online: p.online(),
    simulated: summaries.some((d) => d.simulated),
    cameras: p.config.devices.filter((d) => d.class === 'camera').map((d) => d.id),
    hall,
    flows: p.flows.map(({ flow }) => ({
      id: flow.id,
      title: flow.title,
      summary: flow.summary,
      missing: missingOf(flow.requires.devices, summaries),
    })),
    cardLeft: p.desk.cardLeft(),
    session: session === null ? null : sessionView(session, p, now),
  };
}

function sessionView(s: KioskSessionState, p: KioskParts, now: number): KioskSession {
  const { flow } = s.loaded;
  const way = mainWay(flow, s.flow.answers);
  const slot = slotOf(flow, s.flow);
  const place = way.findIndex((w) => w.id === slot);
  return {
    id: s.id,
    flow: { id: flow.id, version: flow.version, title: flow.title },
    step: stepView(s, stepAt(flow, s.flow), p),
    canBack:
      s.flow.trail.length > 0 && !isDone(s) && s.flow.phase !== 'scanning' && s.flow.phase !== 'printing',
    canNext: canNext(flow, s.flow),
    progress: { at: place < 0 ? way.length : place + 1, of: way.length },
    ending:
      s.ending === null ? null : { why: s.ending.why, leftMs: Math.max(0, Math.round(s.ending.until - now)) },
  };
}

function stepView(s: KioskSessionState, step: FlowStep, p: KioskParts): StepView {
  const { devices } = p;
  const { flow: state, loaded } = s;
  const answer = state.answers[slotOf(loaded.flow, state)];
  const heading = { id: step.id, title: step.title, hint: step.hint ?? null };
  const byDevice = { ...heading, code: state.code, failures: state.failures[step.id] ?? 0 };
  switch (step.type) {
    case 'info':
    case 'done':
      return { ...heading, type: step.type, body: step.body };
    case 'choice':
      return {
        ...heading,
        type: 'choice',
        options: step.options,
        chosen: answer?.type === 'choice' ? answer.option : null,
      };
    case 'idCard': {
      const isRead = answer?.type === 'idCard' || answer?.type === 'manualId';
      return {
        ...byDevice,
        type: 'idCard',
        phase: isRead ? 'read' : idCardPhase(state.phase, devices),
        person: isRead ? maskedPerson(answer) : null,
      };
    }
    case 'manualId':
      return { ...heading, type: 'manualId', code: state.code };
    case 'scanCode':
      return {
        ...byDevice,
        type: 'scanCode',
        phase:
          answer?.type === 'code' ? 'read' : devices.find('codeScanner') === null ? 'missing' : 'waiting',
        text: answer?.type === 'code' ? maskedCode(answer.text) : null,
      };
    case 'scan':
      return { ...byDevice, type: 'scan', ...scanView(s, step, p) };
    case 'checkAnswers':
      return { ...heading, type: 'checkAnswers', rows: answerRows(loaded.flow, state) };
    case 'printSlip':
      return {
        ...heading,
        type: 'printSlip',
        phase: printPhase(s),
        code: state.code,
        slip: slipOf(loaded.flow, state, s.facts, s.locale),
      };
  }
}

function idCardPhase(phase: KioskSessionState['flow']['phase'], devices: KioskDevices) {
  if (devices.find('idCardReader') === null) return 'missing';
  return phase === 'reading' || phase === 'takeAway' ? phase : 'waiting';
}

function printPhase({ flow }: KioskSessionState) {
  if (flow.phase === 'printing') return 'printing';
  if (flow.phase !== 'failed') return 'printed';
  return flow.code === 'device.missing' || flow.code === 'device.off' ? 'missing' : 'failed';
}

function scanView(s: KioskSessionState, step: StepOf<'scan'>, { devices, desk }: KioskParts) {
  const hasScanner = devices.reach('documentScanner') !== null;
  const camera = devices.camera();
  const idle = hasScanner || camera !== null ? ('ready' as const) : ('missing' as const);
  const sources = hasScanner ? desk.scanSources() : [];
  return {
    phase: s.flow.phase === 'scanning' ? ('scanning' as const) : idle,
    pages: [...pagesOf(s.flow, slotOf(s.loaded.flow, s.flow))],
    least: step.pages[0],
    most: step.pages[1],
    ways: { flatbed: sources.includes('flatbed'), feeder: sources.includes('feeder'), camera },
    job: { colour: step.job.colour, dpi: step.job.dpi },
  };
}
