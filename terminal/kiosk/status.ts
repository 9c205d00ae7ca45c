import type { TerminalConfig } from '../../contracts/config.ts';
import type { FlowStep, StepOf } from '../../contracts/flow.ts';
import type { KioskSession, KioskStatus, PlaceView, VisitView } from '../../contracts/kiosk.ts';
import type { StepView } from '../../contracts/kiosk-step.ts';
import type { Locale } from '../../contracts/primitives.ts';
import type { Reference } from '../../contracts/reference.ts';
import { masked } from '../../devices/id-card/masked.ts';
import { missingOf } from '../devices/availability.ts';
import { canBack, canNext, mainWay, pagesOf, slotOf, stepAt } from '../flow/engine.ts';
import { answerRows, maskedCode, maskedPerson, slipOf } from '../flow/fields.ts';
import type { LoadedFlow } from '../flow/load.ts';
import { mayReuse } from '../flow/pages.ts';
import { enterpriseOf } from './application-body.ts';
import { provenPerson } from './bringing.ts';
import type { KioskDesk } from './desk.ts';
import type { KioskDevices } from './devices.ts';
import { keepsDrafts } from './drafts.ts';
import type { OpenDraft } from './open-drafts.ts';
import type { KioskSessionState } from './session.ts';
import { signInView } from './sign-in-view.ts';
import { deliveryView, formView, pageView, submitView } from './step-view.ts';
import type { Place, VisitState } from './visit.ts';

export interface KioskParts {
  config: TerminalConfig;
  flows: readonly LoadedFlow[];
  devices: KioskDevices;
  desk: KioskDesk;
  /** The hub is reached now. */
  online: () => boolean;
  /** Speech can be made on the spot. */
  speaks: () => boolean;
  reference: () => Reference | null;
  /** How far an application has come on its way to the hub. */
  sending: Parameters<typeof submitView>[3];
}

/** The one flat status that the kiosk's screens draw. `now`: ms of the boot clock. */
export function kioskStatus(revision: number, p: KioskParts, now: number): KioskStatus {
  const summaries = p.devices.summaries();
  const visit = p.desk.visit();
  const reference = p.reference();
  return {
    revision,
    terminalId: p.config.terminalId,
    panel: p.config.panel,
    locale: p.config.locale,
    online: p.online(),
    simulated: summaries.some((d) => d.simulated),
    cameras: p.config.devices.filter((d) => d.class === 'camera').map((d) => d.id),
    hall: reference?.hall ?? null,
    flows: p.flows.map(({ flow }) => ({
      id: flow.id,
      title: flow.title,
      summary: flow.summary,
      missing: missingOf(flow.requires.devices, summaries),
    })),
    cardLeft: p.desk.cardLeft(),
    speaks: p.speaks(),
    boardVersion: reference?.version ?? null,
    visit: visit === null ? null : visitView(visit, p, now),
  };
}

function visitView(v: VisitState, p: KioskParts, now: number): VisitView {
  const { identity, ending } = v;
  return {
    id: v.id,
    identity: identity && {
      ...masked({ name: identity.name, nameEn: '', number: identity.idNumber }),
      by: identity.by,
    },
    place: placeView(v.place, p, v.locale, now),
    drafts: p.flows.flatMap((loaded) => {
      const draft = p.desk.applying.open.find(loaded);
      const { id: flowId, title } = loaded.flow;
      return draft === null ? [] : [{ flowId, title, savedMs: draft.savedMs, elsewhere: draft.elsewhere }];
    }),
    submittedDrafts: p.desk.applying.open.submitted().flatMap((told) => {
      const loaded = p.flows.find((f) => f.flow.id === told.flowId);
      return loaded === undefined ? [] : [{ ...told, title: loaded.flow.title }];
    }),
    hallDrafts: { state: p.desk.applying.open.hall(), keepDays: p.desk.applying.open.keepDays() },
    ending: ending && { why: ending.why, leftMs: Math.max(0, Math.round(ending.until - now)) },
  };
}

function placeView(place: Place, p: KioskParts, locale: Locale, now: number): PlaceView {
  switch (place.kind) {
    case 'home':
    case 'room':
      return place;
    case 'signIn':
      return signInView(
        place,
        { has: (wanted) => has(p.devices, wanted), ways: p.desk.asking.ways(), online: p.online() },
        now,
      );
    case 'flow':
      return { kind: 'flow', session: sessionView(place.session, p, locale) };
  }
}

const has = (devices: KioskDevices, wanted: 'idCardReader' | 'codeScanner'): boolean =>
  (wanted === 'codeScanner' ? devices.find('codeScanner') : devices.find('idCardReader')) !== null;

function sessionView(s: KioskSessionState, p: KioskParts, locale: Locale): KioskSession {
  const { flow } = s.loaded;
  const way = mainWay(flow, s.flow.answers);
  const slot = slotOf(flow, s.flow);
  const place = way.findIndex((w) => w.id === slot);
  const offered = p.desk.applying.offer(s.id);
  return {
    id: s.id,
    flow: { id: flow.id, version: flow.version, title: flow.title },
    step: stepView(s, stepAt(flow, s.flow), p, locale),
    canBack: canBack(flow, s.flow),
    canNext: canNext(flow, s.flow),
    progress: { at: place < 0 ? way.length : place + 1, of: way.length },
    keepsDrafts: keepsDrafts(s.loaded),
    draft: offered && draftView(s.loaded, offered),
  };
}

function draftView({ flow, hash }: LoadedFlow, draft: OpenDraft): KioskSession['draft'] {
  const scanAgain = draft.scanned.flatMap(({ stepId, pages }) => {
    const step = flow.steps.find((one) => one.id === stepId);
    return step?.type === 'scan' ? [{ title: step.material?.title ?? step.title, pages }] : [];
  });
  return {
    savedMs: draft.savedMs,
    elsewhere: draft.elsewhere,
    updated: draft.flow.hash !== hash,
    scanAgain,
  };
}

function stepView(s: KioskSessionState, step: FlowStep, p: KioskParts, locale: Locale): StepView {
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
    case 'multiChoice':
      return {
        ...heading,
        type: 'multiChoice',
        options: step.options,
        chosen: answer?.type === 'multiChoice' ? [...answer.options] : [],
      };
    case 'idCard': {
      const isRead = answer?.type === 'idCard' || answer?.type === 'manualId' || answer?.type === 'identity';
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
    case 'form':
      return { ...heading, type: 'form', ...formView(loaded.flow, state, step) };
    case 'delivery':
      return {
        ...heading,
        type: 'delivery',
        ...deliveryView(loaded.flow, state, step),
        own: provenPerson(s) !== null,
      };
    case 'sign':
      return {
        ...heading,
        type: 'sign',
        statement: step.statement,
        pageId: answer?.type === 'signature' ? answer.pageId : null,
      };
    case 'seal':
      return { ...heading, type: 'seal', ...sealView(s, step, p.online()) };
    case 'submit':
      return { ...heading, type: 'submit', ...submitView(loaded.flow, state, step, p.sending) };
    case 'checkAnswers':
      return { ...heading, type: 'checkAnswers', rows: answerRows(loaded.flow, state) };
    case 'printSlip':
      return {
        ...heading,
        type: 'printSlip',
        phase: printPhase(s),
        code: state.code,
        slip: slipOf(loaded.flow, state, s.facts, locale),
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

function sealView(s: KioskSessionState, step: StepOf<'seal'>, online: boolean) {
  const answer = s.flow.answers[step.id];
  const sealed = answer?.type === 'sealed' ? { ...answer.seal, pageId: answer.pageId } : null;
  const later = answer?.type === 'sealLater' ? ('later' as const) : ('open' as const);
  return {
    enterprise: enterpriseOf(s.loaded.flow, s.flow),
    otherwise: step.otherwise,
    phase: sealed === null ? later : ('sealed' as const),
    seal: sealed && {
      no: sealed.no,
      name: sealed.name,
      at: sealed.at,
      simulated: sealed.simulated,
      pageId: sealed.pageId,
    },
    way: hubWay(provenPerson(s) !== null, online),
  };
}

/** Of what the hub is asked about a person, or for one. */
const hubWay = (isProven: boolean, online: boolean) =>
  !isProven ? ('unproven' as const) : online ? ('ready' as const) : ('away' as const);

function scanView(s: KioskSessionState, step: StepOf<'scan'>, { devices, desk, online }: KioskParts) {
  const hasScanner = devices.reach('documentScanner') !== null;
  const camera = devices.camera();
  const idle = hasScanner || camera !== null ? ('ready' as const) : ('missing' as const);
  const sources = hasScanner ? desk.scanSources() : [];
  const isSent = step.material !== undefined;
  const isProven = isSent && provenPerson(s) !== null;
  return {
    phase: s.flow.phase === 'scanning' ? ('scanning' as const) : idle,
    pages: pagesOf(s.flow, slotOf(s.loaded.flow, s.flow)).map(pageView),
    least: step.pages[0],
    most: step.pages[1],
    ways: {
      flatbed: sources.includes('flatbed'),
      feeder: sources.includes('feeder'),
      camera,
      usb: isSent,
      phone: isSent ? desk.bringing.phoneWay() : null,
      reuse: isProven,
      certificate: isSent ? hubWay(isProven, online()) : null,
    },
    mayReuse: isProven ? mayReuse(s.flow, slotOf(s.loaded.flow, s.flow)) : null,
    job: { colour: step.job.colour, dpi: step.job.dpi },
  };
}
