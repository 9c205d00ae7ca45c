import type { Clock, Timers } from '../../contracts/clock.ts';
import { dayAndTime } from '../../contracts/hall-time.ts';
import type { Room } from '../../contracts/kiosk.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { IdCardEvent } from '../../devices/device.ts';
import { missingOf } from '../devices/availability.ts';
import { printSlip } from '../devices/print-slip.ts';
import { wants } from '../flow/engine.ts';
import { slipOf } from '../flow/fields.ts';
import type { LoadedFlow } from '../flow/load.ts';
import type { FlowEvent } from '../flow/state.ts';
import { typedId } from '../flow/typed-id.ts';
import type { CertificateSource } from '../rooms/certificates/for-material.ts';
import type { Visits } from '../rooms/types.ts';
import { type Applying, createApplying } from './applying.ts';
import { attach } from './attached.ts';
import { type Bringing, createBringing } from './bringing.ts';
import { type KioskDevices, whyNot } from './devices.ts';
import type { Drafts } from './drafts.ts';
import type { HallDrafts } from './hall-drafts.ts';
import { createOwnAddresses, type OwnAddresses } from './own-addresses.ts';
import { createPageDesk, type PageDesk } from './page-desk.ts';
import type { PageStore } from './pages.ts';
import type { Phone } from './phone.ts';
import { createRegister, type RegisterOptions } from './register.ts';
import type { Reuse } from './reuse.ts';
import { createSealing, type Sealing, type SealingOptions } from './sealing.ts';
import { type KioskSessionState, openSession } from './session.ts';
import { type Asking, type AskingOptions, createAsking } from './sign-in-asking.ts';
import type { Stick } from './stick.ts';
import type { Submission } from './submit.ts';
import { nextTick, openVisit, step, type VisitEvent, type VisitState } from './visit.ts';

export interface KioskDeskOptions {
  terminalId: string;
  flows: readonly LoadedFlow[];
  devices: KioskDevices;
  pages: PageStore;
  submission: Submission;
  drafts: Drafts;
  hall: HallDrafts;
  stick: Stick;
  /** For who signs in without a card, and for forms of an enterprise. */
  link: AskingOptions['link'] & RegisterOptions['link'];
  phone: Phone;
  reuse: Reuse;
  certificates: CertificateSource;
  /** The form of an application, for who seals it. */
  form: SealingOptions['form'];
  clock: Clock;
  timers: Timers;
  newId: () => string;
  /** Codes, step ids and counts; never a person's data. */
  log: (event: string, data?: Record<string, unknown>) => void;
}

/**
 * The kiosk's desk: one visit at a time, and in it one flow at a time, against the devices. Each method answers for the
 * visit or the flow's session that it names; `session.over` for any other.
 */
export interface KioskDesk extends PageDesk {
  visit(): VisitState | null;
  /** The flow that the citizen is in. */
  session(): KioskSessionState | null;
  /** For the rooms. */
  visits: Visits;
  /** A card lies on the reader although nobody is there. */
  cardLeft(): boolean;

  begin(locale: Locale): Result<null>;
  touch(visitId: string): Result<null>;
  language(visitId: string, locale: Locale): Result<null>;
  home(visitId: string): Result<null>;
  open(visitId: string, room: Room): Result<null>;
  signIn(visitId: string): Result<null>;
  cancelSignIn(visitId: string): Result<null>;
  signInTyped(visitId: string, name: string, number: string): Result<null>;
  /** To the phone number once more. */
  otherPhone(visitId: string): Result<null>;
  /** What the sign-in asks the hub. */
  asking: Pick<Asking, 'ways' | 'sendSms' | 'checkSms' | 'hubChanged'>;
  start(visitId: string, flowId: string): Result<null>;
  /** Begins a flow that was made for this visit. */
  startMade(visitId: string, loaded: LoadedFlow): Result<null>;
  finish(visitId: string): Result<null>;

  /** An intention of the citizen within a flow. */
  say(sessionId: string, event: FlowEvent): Result<null>;
  /** Pages that come over the hub. */
  bringing: Omit<Bringing, 'forget'>;
  /** The enterprise's electronic seal. */
  sealing: Omit<Sealing, 'forget'>;
  /** For a parcel with the result. */
  addresses: Omit<OwnAddresses, 'forget'>;
  /** Half-done applications. */
  applying: Pick<Applying, 'offer' | 'answer' | 'open' | 'forgetAll'>;
  leave(sessionId: string): Result<null>;

  onChange(listener: () => void): () => void;
  stop(): void;
}

/** A scanner is lit for as long as its step is on the screen; this bound is for one that was forgotten. */
const CODE_ARM_MS = 600_000;

export function createKioskDesk(o: KioskDeskOptions): KioskDesk {
  const listeners = new Set<() => void>();
  const endListeners = new Set<(visitId: string) => void>();
  let visit: VisitState | null = null;
  let cardOnReader = false;
  let cancelTimer = () => {};
  let printing = false;
  const reader = attach(
    () => o.devices.find('idCardReader'),
    (d) => d.onEvent(onCard),
    (d) => d.arm(),
  );
  const scanner = attach(
    () => o.devices.find('codeScanner'),
    (d) => d.onCode(({ text }) => onCode(text)),
    (d) => d.arm(CODE_ARM_MS),
  );
  const asking = createAsking({
    link: o.link,
    visit: () => visit,
    apply,
    changed: () => changed(),
    log: o.log,
  });
  const pages = createPageDesk({
    ...o,
    session: () => sessionOf(visit),
    tell: inFlow,
    changed: () => changed(),
  });
  const bringing = createBringing({
    phone: o.phone,
    reuse: o.reuse,
    certificates: o.certificates,
    current: (sessionId) => current(sessionId),
    bring: pages.bring,
    touch: () => apply({ type: 'touch' }),
  });
  const register = createRegister({ ...o, tell: inFlow, session: () => sessionOf(visit) });
  const sealing = createSealing({
    ...o,
    current: (sessionId) => current(sessionId),
    locale: () => visit?.locale ?? 'zh-CN',
    keep: (sessionId, picture, eventOf) =>
      pages.keep(sessionId, picture, 'image/png', eventOf, 'session.over'),
  });
  const addresses = createOwnAddresses({
    link: o.link,
    current: (sessionId) => current(sessionId),
    tell: inFlow,
    newId: o.newId,
  });
  const applying = createApplying({ ...o, tell: inFlow, visit: () => visit, changed });

  function apply(event: VisitEvent): void {
    if (visit === null) return;
    const before = visit;
    const next = step(before, event, o.clock.boottimeMs());
    if (next === before) return;
    if (next === null) {
      end(before.ending?.why ?? 'done');
      return;
    }
    visit = next;
    settle(sessionOf(before), sessionOf(next));
    applying.follow(before, next);
    asking.follow(before, next);
    register.follow();
    changed();
  }
  function inFlow(event: FlowEvent): void {
    apply({ type: 'flow', event });
  }

  /** What a change within a flow, or out of one, leaves to be done: its pages, and a line in the log. */
  function settle(before: KioskSessionState | null, next: KioskSessionState | null): void {
    if (before === next) return;
    if (before !== null && before.id !== next?.id) {
      o.log('kiosk.flowLeft', { flow: before.loaded.flow.id, step: before.flow.at });
      pages.forget();
      bringing.forget();
      sealing.forget();
      addresses.forget();
      return;
    }
    if (next === null) return;
    if (before !== null) pages.follow(before, next);
    if (before?.flow.at !== next.flow.at) {
      sealing.forget();
      o.log('kiosk.step', { flow: next.loaded.flow.id, step: next.flow.at });
    }
    if (next.flow.code !== null && before?.flow.code !== next.flow.code)
      o.log('kiosk.refused', { step: next.flow.at, code: next.flow.code });
  }

  /** Brings timers and devices in line with the state, then tells. */
  function changed(): void {
    cancelTimer();
    const at = visit === null ? Number.POSITIVE_INFINITY : nextTick(visit);
    const wait = Math.max(1, at - o.clock.boottimeMs());
    cancelTimer = Number.isFinite(at) ? o.timers.after(wait, () => apply({ type: 'tick' })) : () => {};
    const session = sessionOf(visit);
    const wanted = session === null ? null : wants(session.loaded.flow, session.flow);
    // Whoever signed in by card is watched for its removal; so is a card that was left.
    const watched = visit?.place.kind === 'signIn' || visit?.identity?.by === 'idCard' || cardOnReader;
    reader.want(wanted?.idCard === true || watched);
    scanner.want(wanted?.code === true || isForQr());
    if (wanted?.print === true) print();
    for (const listener of listeners) listener();
  }

  /** The page of the sign-in looks for a QR while none is being asked about. */
  function isForQr(): boolean {
    const offered = asking.ways()?.qr ?? null;
    return visit?.place.kind === 'signIn' && visit.place.qr.asked === null && offered !== null;
  }

  function onCode(text: string | null): void {
    if (visit?.place.kind === 'signIn') asking.scanned(text);
    else if (text !== null) inFlow({ type: 'code', text });
  }

  function onCard(event: IdCardEvent): void {
    cardOnReader = event.type !== 'removed';
    apply({ type: 'card', event });
    changed();
  }

  function print(): void {
    const session = sessionOf(visit);
    if (visit === null || session === null || printing) return;
    printing = true;
    const slip = slipOf(session.loaded.flow, session.flow, session.facts, visit.locale);
    void printSlip(o.devices, slip, session.facts.no).then((printed) => {
      printing = false;
      if (sessionOf(visit)?.id !== session.id) return;
      const code = printed.ok ? null : printed.error.code;
      const why = code === 'device.missing' ? whyNot(o.devices, 'receiptPrinter') : code;
      inFlow(why === null ? { type: 'printed' } : { type: 'printFailed', code: why });
    });
  }

  function end(why: string): void {
    if (visit === null) return;
    const before = visit;
    const { id } = before;
    const session = sessionOf(before);
    o.log('kiosk.end', { place: before.place.kind, flow: session?.loaded.flow.id ?? null, why });
    visit = null;
    applying.follow(before, null);
    register.follow();
    pages.forget();
    bringing.forget();
    sealing.forget();
    addresses.forget();
    for (const listener of endListeners) listener(id);
    changed();
  }

  const current = (sessionId: string): Result<KioskSessionState> => {
    const session = sessionOf(visit);
    return session?.id === sessionId ? ok(session) : fail('session.over');
  };

  /** An intention within a visit. */
  function inVisit(visitId: string, event: VisitEvent): Result<null> {
    if (visit?.id !== visitId) return fail('session.over');
    apply(event);
    return ok(null);
  }

  function startFlow(visitId: string, loaded: LoadedFlow): Result<null> {
    if (visit?.id !== visitId) return fail('session.over');
    if (visit.place.kind === 'flow') return fail('busy');
    const { id: flow, version, requires } = loaded.flow;
    if (missingOf(requires.devices, o.devices.summaries()).length > 0) return fail('flow.unavailable');
    const id = o.newId();
    o.log('kiosk.start', { flow, version });
    const session = openSession(id, loaded, factsOf(o.terminalId, id, o.clock.wallMs()));
    return inVisit(visitId, { type: 'start', session });
  }

  const stopDevices = o.devices.onChange(() => {
    if (reader.refresh()) apply({ type: 'readerBack' });
    scanner.refresh();
    pages.refresh();
    changed();
  });

  return {
    visit: () => visit,
    session: () => sessionOf(visit),
    visits: {
      get: (visitId) => (visit?.id === visitId ? visit : null),
      onEnd(listener) {
        endListeners.add(listener);
        return () => endListeners.delete(listener);
      },
    },
    cardLeft: () => visit === null && cardOnReader,
    begin(locale) {
      if (visit !== null) return fail('busy');
      visit = openVisit(o.newId(), locale, o.clock.boottimeMs());
      o.log('kiosk.begin');
      changed();
      return ok(null);
    },
    touch: (visitId) => inVisit(visitId, { type: 'touch' }),
    language: (visitId, locale) => inVisit(visitId, { type: 'language', locale }),
    home: (visitId) => inVisit(visitId, { type: 'go', to: { kind: 'home' } }),
    open: (visitId, room) => inVisit(visitId, { type: 'go', to: { kind: 'room', room } }),
    signIn: (visitId) => inVisit(visitId, { type: 'signIn' }),
    cancelSignIn: (visitId) => inVisit(visitId, { type: 'cancelSignIn' }),
    signInTyped(visitId, name, number) {
      const checked = typedId(number);
      if (!checked.ok) {
        const told = inVisit(visitId, { type: 'typedRefused', code: checked.error.code });
        return told.ok ? fail(checked.error.code) : told;
      }
      const identity = { name, idNumber: checked.value, by: 'typed' as const, address: null, phone: null };
      return inVisit(visitId, { type: 'typed', identity });
    },
    otherPhone: (visitId) => inVisit(visitId, { type: 'smsAnew' }),
    asking,
    start(visitId, flowId) {
      if (visit?.id !== visitId) return fail('session.over');
      if (visit.place.kind === 'flow') return fail('busy');
      const loaded = o.flows.find((f) => f.flow.id === flowId);
      return loaded === undefined ? fail('not.found') : startFlow(visitId, loaded);
    },
    startMade: startFlow,
    finish(visitId) {
      if (visit?.id !== visitId) return fail('session.over');
      end('finished');
      return ok(null);
    },
    say(sessionId, event) {
      const s = current(sessionId);
      if (!s.ok) return s;
      inFlow(event);
      return ok(null);
    },
    ...pages.desk,
    bringing,
    sealing,
    addresses,
    applying,
    leave(sessionId) {
      const s = current(sessionId);
      if (!s.ok) return s;
      apply({ type: 'go', to: { kind: 'home' } });
      return ok(null);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      stopDevices();
      end('stopped');
      cancelTimer();
      reader.stop();
      scanner.stop();
    },
  };
}

const sessionOf = (visit: VisitState | null): KioskSessionState | null =>
  visit?.place.kind === 'flow' ? visit.place.session : null;

/** The number of a session: terminal, day and time, and four characters that tell two of one minute apart. */
function factsOf(terminal: string, id: string, wallMs: number) {
  const date = dayAndTime(wallMs);
  const no = `${terminal}-${date.replaceAll(/\D/g, '')}-${id.slice(0, 4)}`.toUpperCase();
  return { no, date, terminal };
}
