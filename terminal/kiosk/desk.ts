import type { Clock, Timers } from '../../contracts/clock.ts';
import type { DeviceClass } from '../../contracts/devices.ts';
import type { Locale } from '../../contracts/primitives.ts';
import { fail, ok, type Result } from '../../contracts/result.ts';
import type { ScanJob } from '../../contracts/scan.ts';
import type { DocumentScanner, IdCardEvent } from '../../devices/device.ts';
import { missingOf } from '../devices/availability.ts';
import { printSlip } from '../devices/print-slip.ts';
import { pagesOf, slotOf, stepAt, wants } from '../flow/engine.ts';
import { slipOf } from '../flow/fields.ts';
import type { LoadedFlow } from '../flow/load.ts';
import type { FlowEvent } from '../flow/state.ts';
import { attach } from './attached.ts';
import type { KioskDevices } from './devices.ts';
import type { PageStore, PageType } from './pages.ts';
import { type KioskEvent, type KioskSessionState, nextTick, open, step } from './session.ts';

export interface KioskDeskOptions {
  terminalId: string;
  flows: readonly LoadedFlow[];
  devices: KioskDevices;
  pages: PageStore;
  clock: Clock;
  timers: Timers;
  newId: () => string;
  /** Codes, step ids and counts; never a person's data. */
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** The kiosk's desk: runs one session at a time against the devices. Each method answers for the session it names. */
export interface KioskDesk {
  session(): KioskSessionState | null;
  /** A card lies on the reader although no session knows it. */
  cardLeft(): boolean;
  /** Ways to a page that the scanner of now has. */
  scanSources(): readonly ScanJob['source'][];
  start(flowId: string, locale: Locale): Result<null>;
  /** An intention of the citizen. */
  say(sessionId: string, event: FlowEvent): Result<null>;
  touch(sessionId: string): Result<null>;
  scan(sessionId: string, source: ScanJob['source']): Result<null>;
  cancelScan(sessionId: string): Result<null>;
  page(sessionId: string, pageId: string): Result<{ bytes: Uint8Array; type: PageType }>;
  putPage(sessionId: string, bytes: Uint8Array, type: PageType, replaces: string | null): Result<null>;
  leave(sessionId: string): Result<null>;
  onChange(listener: () => void): () => void;
  stop(): void;
}

/** A scanner is lit for as long as its step is on the screen; this bound is for one that was forgotten. */
const CODE_ARM_MS = 600_000;

export function createKioskDesk(o: KioskDeskOptions): KioskDesk {
  const listeners = new Set<() => void>();
  let session: KioskSessionState | null = null;
  let cardOnReader = false;
  let cancelTimer = () => {};
  let scanning: AbortController | null = null;
  let printing = false;
  let documentScanner: DocumentScanner | null = null;
  let sources: readonly ScanJob['source'][] = [];
  const reader = attach(
    () => o.devices.find('idCardReader'),
    (d) => d.onEvent(onCard),
    (d) => d.arm(),
  );
  const scanner = attach(
    () => o.devices.find('codeScanner'),
    (d) => d.onCode(({ text }) => text !== null && apply({ type: 'flow', event: { type: 'code', text } })),
    (d) => d.arm(CODE_ARM_MS),
  );

  function apply(event: KioskEvent): void {
    if (session === null) return;
    const before = session;
    const next = step(before, event, o.clock.boottimeMs());
    if (next === before) return;
    if (next === null) {
      end(before.ending?.why ?? 'done');
      return;
    }
    session = next;
    forgetPages(before, next);
    if (before.flow.at !== next.flow.at)
      o.log('kiosk.step', { flow: next.loaded.flow.id, step: next.flow.at });
    if (next.flow.code !== null && before.flow.code !== next.flow.code)
      o.log('kiosk.refused', { step: next.flow.at, code: next.flow.code });
    changed();
  }

  /** Brings timers and devices in line with the state, then tells. */
  function changed(): void {
    cancelTimer();
    const at = session === null ? Number.POSITIVE_INFINITY : nextTick(session);
    const wait = Math.max(1, at - o.clock.boottimeMs());
    cancelTimer = Number.isFinite(at) ? o.timers.after(wait, () => apply({ type: 'tick' })) : () => {};
    const wanted = session === null ? null : wants(session.loaded.flow, session.flow);
    // A card that was left is watched until it is taken.
    reader.want(wanted?.idCard === true || cardOnReader);
    scanner.want(wanted?.code === true);
    if (wanted?.print === true) print();
    for (const listener of listeners) listener();
  }

  function onCard(event: IdCardEvent): void {
    cardOnReader = event.type !== 'removed';
    if (event.type === 'found') apply({ type: 'flow', event: { type: 'cardFound' } });
    else if (event.type === 'card') apply({ type: 'flow', event: { type: 'card', card: event.card } });
    else if (event.type === 'refused')
      apply({ type: 'flow', event: { type: 'cardRefused', code: event.code } });
    else {
      apply({ type: 'flow', event: { type: 'cardRemoved' } });
      if (session !== null && signedInByCard(session)) apply({ type: 'cardTaken' });
    }
    changed();
  }

  function print(): void {
    if (session === null || printing) return;
    const { id, loaded, flow, facts, locale } = session;
    printing = true;
    const slip = slipOf(loaded.flow, flow, facts, locale);
    void printSlip(o.devices, slip, facts.no).then((printed) => {
      printing = false;
      if (session?.id !== id) return;
      const code = printed.ok ? null : printed.error.code;
      const why = code === 'device.missing' ? whyNot('receiptPrinter') : code;
      apply({ type: 'flow', event: why === null ? { type: 'printed' } : { type: 'printFailed', code: why } });
    });
  }

  async function scanPages(s: KioskSessionState, job: ScanJob, signal: AbortSignal): Promise<string | null> {
    const device = o.devices.reach('documentScanner');
    if (device === null) return whyNot('documentScanner');
    for await (const event of device.scan(job, signal)) {
      if (event.type === 'fault') return event.code;
      if (event.type === 'done' || signal.aborted) break;
      const kept = keep(s.id, event.page.bytes, event.page.type, 'scanner', true, null);
      if (!kept.ok) return kept.error.code;
    }
    return null;
  }

  /** Why no device of a class works: its own word, else that there is none. */
  const whyNot = (wanted: DeviceClass): string =>
    o.devices.summaries().find((d) => d.class === wanted)?.code ?? 'device.missing';

  function keep(
    sessionId: string,
    bytes: Uint8Array,
    type: PageType,
    source: 'scanner' | 'camera',
    raw: boolean,
    replaces: string | null,
  ): Result<null> {
    if (session?.id !== sessionId) return fail('session.over');
    const id = o.newId();
    const put = o.pages.put(id, bytes, type);
    if (!put.ok) return put;
    const before = session;
    apply({ type: 'flow', event: { type: 'page', page: { id, source, raw }, replaces } });
    if (session !== before) return ok(null);
    o.pages.remove(id);
    return fail(replaces === null ? 'page.full' : 'not.found');
  }

  /** Pages that the flow let go of leave the disk. */
  function forgetPages(before: KioskSessionState, next: KioskSessionState): void {
    const kept = new Set(allPages(next));
    for (const id of allPages(before)) if (!kept.has(id)) o.pages.remove(id);
  }

  function end(why: string): void {
    if (session === null) return;
    o.log('kiosk.end', { flow: session.loaded.flow.id, step: session.flow.at, why });
    scanning?.abort();
    session = null;
    o.pages.wipe();
    changed();
  }

  const current = (sessionId: string): Result<KioskSessionState> =>
    session?.id === sessionId ? ok(session) : fail('session.over');

  function lookAtScanner(): void {
    const found = o.devices.reach('documentScanner');
    if (found === documentScanner) return;
    documentScanner = found;
    sources = [];
    void found?.capabilities().then((known) => {
      if (found !== documentScanner || !known.ok) return;
      sources = known.value.sources;
      changed();
    });
  }

  const stopDevices = o.devices.onChange(() => {
    if (reader.refresh()) apply({ type: 'flow', event: { type: 'readerBack' } });
    scanner.refresh();
    lookAtScanner();
    changed();
  });
  lookAtScanner();

  return {
    session: () => session,
    cardLeft: () => session === null && cardOnReader,
    scanSources: () => sources,
    start(flowId, locale) {
      if (session !== null) return fail('busy');
      const loaded = o.flows.find((f) => f.flow.id === flowId);
      if (loaded === undefined) return fail('not.found');
      if (missingOf(loaded.flow.requires.devices, o.devices.summaries()).length > 0)
        return fail('flow.unavailable');
      const id = o.newId();
      const facts = factsOf(o.terminalId, id, o.clock.wallMs());
      session = open(id, loaded, locale, facts, o.clock.boottimeMs());
      o.log('kiosk.start', { flow: flowId, version: loaded.flow.version });
      changed();
      return ok(null);
    },
    say(sessionId, event) {
      const s = current(sessionId);
      if (!s.ok) return s;
      apply({ type: 'flow', event });
      return ok(null);
    },
    touch(sessionId) {
      const s = current(sessionId);
      if (!s.ok) return s;
      apply({ type: 'touch' });
      return ok(null);
    },
    scan(sessionId, source) {
      const s = current(sessionId);
      if (!s.ok) return s;
      const at = stepAt(s.value.loaded.flow, s.value.flow);
      if (at.type !== 'scan') return fail('session.over');
      if (scanning !== null) return fail('device.busy');
      const maxPages = at.pages[1] - pagesOf(s.value.flow, slotOf(s.value.loaded.flow, s.value.flow)).length;
      if (maxPages < 1) return fail('page.full');
      const abort = new AbortController();
      scanning = abort;
      apply({ type: 'flow', event: { type: 'scanStarted' } });
      void scanPages(s.value, { ...at.job, source, duplex: false, maxPages }, abort.signal).then((code) => {
        scanning = null;
        if (session?.id === sessionId)
          apply({ type: 'flow', event: { type: 'scanEnded', code: abort.signal.aborted ? null : code } });
      });
      return ok(null);
    },
    cancelScan(sessionId) {
      const s = current(sessionId);
      if (!s.ok) return s;
      scanning?.abort();
      return ok(null);
    },
    page(sessionId, pageId) {
      const s = current(sessionId);
      if (!s.ok) return s;
      const page = o.pages.get(pageId);
      return page === null ? fail('not.found') : ok(page);
    },
    putPage(sessionId, bytes, type, replaces) {
      const s = current(sessionId);
      if (!s.ok) return s;
      const { flow, loaded } = s.value;
      const old = pagesOf(flow, slotOf(loaded.flow, flow)).find((p) => p.id === replaces);
      return keep(sessionId, bytes, type, old?.source ?? 'camera', false, replaces);
    },
    leave(sessionId) {
      const s = current(sessionId);
      if (!s.ok) return s;
      end('left');
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

const signedInByCard = (s: KioskSessionState): boolean =>
  Object.values(s.flow.answers).some((a) => a?.type === 'idCard');

const allPages = (s: KioskSessionState): string[] =>
  Object.values(s.flow.answers).flatMap((a) => (a?.type === 'pages' ? a.pages.map((p) => p.id) : []));

const HALL_TIME = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** The number of a session: terminal, day and time, and four characters that tell two of one minute apart. */
function factsOf(terminal: string, id: string, wallMs: number) {
  const date = HALL_TIME.format(wallMs);
  const no = `${terminal}-${date.replaceAll(/\D/g, '')}-${id.slice(0, 4)}`.toUpperCase();
  return { no, date, terminal };
}
