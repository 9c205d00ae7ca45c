import { terminalConfig } from '../../../contracts/config.ts';
import type { Locale } from '../../../contracts/primitives.ts';
import type { PreviewFlow, PreviewPage, PreviewWay } from '../../../renderer/kiosk/preview/data.ts';
import { reduce, stepAt } from '../../../terminal/flow/engine.ts';
import { explore } from '../../../terminal/flow/explore.ts';
import { statesOf } from '../../../terminal/flow/fixtures.ts';
import type { LoadedFlow } from '../../../terminal/flow/load.ts';
import { SAMPLE_TODAY } from '../../../terminal/flow/samples.ts';
import type { FlowState } from '../../../terminal/flow/state.ts';
import type { KioskDesk } from '../../../terminal/kiosk/desk.ts';
import type { KioskDevices } from '../../../terminal/kiosk/devices.ts';
import { type KioskParts, kioskStatus } from '../../../terminal/kiosk/status.ts';
import { openVisit } from '../../../terminal/kiosk/visit.ts';

/** Steps of which the page is shown as it was left; of all others as it was entered. */
const SHOWN_LEFT: readonly string[] = ['form', 'delivery', 'submit', 'printSlip'];
const ID = '00000000-0000-4000-8000-000000000000';

/** Every page of every way that a flow's fixtures go, then one page of each step that they pass by. */
export function previewOf(loaded: LoadedFlow): PreviewFlow {
  const { flow, fixtures } = loaded;
  const ways: PreviewWay[] = fixtures.map((fixture) => ({
    name: fixture.name,
    pages: statesOf(flow, fixture).reduce<FlowState[]>(distinct(loaded), []).flatMap(pagesOf(loaded)),
  }));
  const shown = new Set(ways.flatMap((w) => w.pages.map((p) => p.stepId)));
  const others = [...explore(flow).reached]
    .filter(([id]) => !shown.has(id))
    .map(([, state]) => pageOf(loaded, state, false));
  return {
    id: flow.id,
    version: flow.version,
    title: flow.title,
    ways: others.length === 0 ? ways : [...ways, { name: null, pages: others }],
  };
}

/** One state of each page on the way. */
const distinct =
  ({ flow }: LoadedFlow) =>
  (kept: FlowState[], state: FlowState): FlowState[] => {
    const last = kept.at(-1);
    const isSame = last?.at === state.at && last.page === state.page;
    if (!isSame) return [...kept, state];
    return SHOWN_LEFT.includes(stepAt(flow, state).type) ? [...kept.slice(0, -1), state] : kept;
  };

/** A form is shown filled in, and before that with what it says of whoever fills in nothing. */
const pagesOf =
  (loaded: LoadedFlow) =>
  (state: FlowState): PreviewPage[] => {
    const filled = pageOf(loaded, state, false);
    if (filled.stepType !== 'form' || state.page > 0) return [filled];
    const { [state.at]: _, ...answers } = state.answers;
    const blank = reduce(loaded.flow, { ...state, answers }, { type: 'next' });
    return blank.told ? [pageOf(loaded, blank, true), filled] : [filled];
  };

function pageOf(loaded: LoadedFlow, state: FlowState, faults: boolean): PreviewPage {
  const step = stepAt(loaded.flow, state);
  return {
    stepId: step.id,
    stepType: step.type,
    page: state.page + 1,
    faults,
    status: { 'zh-CN': statusOf(loaded, state, 'zh-CN'), en: statusOf(loaded, state, 'en') },
  };
}

/** What the terminal service would tell its screens, every device being there. */
function statusOf(loaded: LoadedFlow, flow: FlowState, locale: Locale) {
  const facts = { no: 'KIOSK-01-202601050930-A1B2', date: `${SAMPLE_TODAY} 09:30`, terminal: 'kiosk-01' };
  const session = { id: ID, loaded, flow, facts };
  const visit = { ...openVisit(ID, locale, 0), place: { kind: 'flow' as const, session } };
  const applying = {
    offer: () => null,
    open: { hall: () => 'none' as const, keepDays: () => null, find: () => null, submitted: () => [] },
  };
  const bringing = { phoneWay: () => 'ready' as const };
  const desk: Pick<KioskDesk, 'visit' | 'cardLeft' | 'scanSources'> & {
    applying: typeof applying;
    bringing: Pick<KioskDesk['bringing'], 'phoneWay'>;
  } = {
    visit: () => visit,
    cardLeft: () => false,
    scanSources: () => ['flatbed', 'feeder'],
    applying,
    bringing,
  };
  const parts = {
    config: config(locale),
    flows: [],
    devices: DEVICES,
    desk,
    online: () => true,
    speaks: () => false,
    reference: () => ({ hall: HALL, version: '' }),
    sending: () => ({ state: 'sent', acked: 0, total: 0 }),
  } satisfies Record<keyof KioskParts, unknown>;
  return kioskStatus(1, parts as unknown as KioskParts, 0);
}

const there = {} as never;
const DEVICES: KioskDevices = {
  summaries: () => [],
  onChange: () => () => undefined,
  find: () => there,
  reach: () => there,
  camera: () => null,
};

const config = (locale: Locale) =>
  terminalConfig.parse({
    terminalId: 'kiosk-01',
    role: 'kiosk',
    hubUrl: 'http://127.0.0.1',
    locale,
    panel: PANEL,
  });
const HALL = { name: { zh: '示例区政务服务大厅', en: 'Sample District Service Hall' }, phone: '12345' };
const PANEL = { widthPx: 1080, heightPx: 1920, diagonalInch: 21.5 };
