import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Timers } from '../../contracts/clock.ts';
import type { TerminalConfig } from '../../contracts/config.ts';
import type { Board, KioskStatus } from '../../contracts/kiosk.ts';
import type { MaterialLink, Store } from '../../sync/types.ts';
import { printSlip } from '../devices/print-slip.ts';
import { sheetPrinter } from '../devices/sheets.ts';
import { type LoadedFlow, loadFlows } from '../flow/load.ts';
import { Latest } from '../latest.ts';
import type { MaterialSigner } from '../materials/sign.ts';
import { certificateSource } from '../rooms/certificates/for-material.ts';
import { askHub } from '../rooms/certificates/hub.ts';
import { createCodeReader } from '../rooms/progress/code-reader.ts';
import { createKept, noting } from '../rooms/progress/kept.ts';
import type { ProgressTools } from '../rooms/progress/tools.ts';
import { createRooms } from '../rooms/rooms.ts';
import { createKioskDesk } from './desk.ts';
import type { KioskDevices } from './devices.ts';
import { createDrafts } from './drafts.ts';
import { createHallDrafts } from './hall-drafts.ts';
import { callStaff } from './help.ts';
import { openPages } from './pages.ts';
import { createPhone } from './phone.ts';
import { createReuse } from './reuse.ts';
import { createKioskRouter } from './router.ts';
import { makeSignedForm } from './signed-form.ts';
import { kioskStatus } from './status.ts';
import { sendingOf } from './step-view.ts';
import { createStick } from './stick.ts';
import { createSubmission, type SubmitTools } from './submit.ts';

export interface KioskOptions {
  config: TerminalConfig;
  /** Data directory of this terminal. */
  dir: string;
  /** Folder of flow documents. */
  flowsDir: string;
  devices: KioskDevices;
  store: ProgressTools['store'] & SubmitTools['store'] & Pick<Store, 'holderOf' | 'documentNames'>;
  link: ProgressTools['link'] & MaterialLink;
  /** Signs materials; null: the device key cannot be used. */
  signer: MaterialSigner | null;
  /** Speech can be made on the spot. */
  speaks: () => boolean;
  /** Mount point of a USB stick, or null. */
  findStick: () => string | null;
  /** Version of the app, for the rows that the rooms write. */
  app: string;
  clock: Clock;
  timers: Timers;
  newId: () => string;
  log: (event: string, data?: Record<string, unknown>) => void;
}

/** Composes flows, devices, the desk and the rooms of a kiosk. A pad has the same parts and no flows. */
export function createKiosk(o: KioskOptions) {
  const flows = o.config.role === 'kiosk' ? readFlows(o) : [];
  const pages = openPages(join(o.dir, 'session-pages'));
  const { terminalId } = o.config;
  const kept = createKept(o.store, o.clock);
  const hall = createHallDrafts(o);
  const phone = createPhone({ ...o, changed: () => changed() });
  const desk = createKioskDesk({
    ...o,
    terminalId,
    flows,
    pages,
    submission: noting(createSubmission({ ...o, terminalId, pages }), (job, made) =>
      kept.note(job, made, desk.visit()?.id ?? null),
    ),
    drafts: createDrafts(o.store, o.clock),
    hall,
    stick: createStick(o.findStick),
    phone,
    reuse: createReuse(o.link, o.timers),
    certificates: certificateSource(askHub(o.link)),
    form: ({ loaded, flow: state, facts }, locale) =>
      makeSignedForm({ ...o, terminalId, pages }, { loaded, state, receiptNo: facts.no, locale }),
  });
  const sending = (materialIds: readonly string[], applicationId: string) =>
    sendingOf(materialIds.map(o.link.materialProgress), o.store.record(applicationId));
  const parts = { ...o, flows, desk, online: o.link.online, reference: o.store.reference, sending };
  let revision = 0;
  const now = (): KioskStatus => kioskStatus(revision, parts, o.clock.boottimeMs());
  const status = new Latest(now());
  const changed = () => {
    revision += 1;
    status.set(now());
  };
  const stopListening = [
    desk.onChange(changed),
    // Bytes on their way are of interest to whoever sees how far they are.
    o.link.onProgress(() => desk.session() !== null && changed()),
  ];
  const rooms = createRooms({
    ...o,
    visits: desk.visits,
    forgetDrafts: desk.applying.forgetAll,
    print: (slip) => printSlip(o.devices, slip, o.config.terminalId),
    sheets: sheetPrinter(o.devices, o.config.terminalId),
    progress: {
      kept,
      sending,
      code: createCodeReader(() => o.devices.find('codeScanner'), o.timers),
      camera: o.devices.camera,
      begin: desk.startMade,
      signer: o.signer,
    },
  });
  const board = (): Board => {
    const known = o.store.reference();
    return { slides: known?.slides ?? [], notices: known?.notices ?? [] };
  };
  return {
    routes: createKioskRouter({ desk, status, board, help: () => callStaff(o.link, desk.visit()) }),
    rooms: rooms.routes,
    /** Hub or store have changed. */
    changed() {
      desk.asking.hubChanged();
      desk.applying.open.hubChanged();
      if (flows.length > 0) phone.refresh();
      changed();
    },
    stop(): void {
      for (const stop of stopListening) stop();
      hall.stop();
      desk.stop();
      rooms.stop();
    },
  };
}

function readFlows({ flowsDir, log }: KioskOptions): readonly LoadedFlow[] {
  if (!existsSync(flowsDir)) {
    log('flow.none');
    return [];
  }
  const { flows, refused } = loadFlows(flowsDir);
  for (const { id, reason } of refused) log('flow.refused', { id, reason });
  return flows;
}
