import type { Flow, StepOf } from '../../contracts/flow.ts';
import { slotOf } from './slot.ts';
import type { Answer, FlowState, PageRef } from './state.ts';

/** The pages of a scan step: how they come, go and move. */

export const pagesOf = (state: FlowState, slot: string): readonly PageRef[] => {
  const answer = state.answers[slot];
  return answer?.type === 'pages' ? answer.pages : [];
};

/** Sheets of paper, those within a PDF too. */
export const sheetsOf = (pages: readonly PageRef[]): number => pages.reduce((sum, p) => sum + p.sheets, 0);

/**
 * Enough of them, none too many, each straightened, and none with a warning that nobody has answered. An electronic
 * certificate is whole, however many sheets it has on paper.
 */
export function isWhole(step: StepOf<'scan'>, pages: readonly PageRef[]): boolean {
  const [least, most] = step.pages;
  const sheets = sheetsOf(pages);
  const isEnough = sheets >= least || pages.some((p) => p.source === 'certificate');
  return isEnough && sheets <= most && pages.every((p) => !p.raw && (p.kept || p.warnings.length === 0));
}

/** A PDF is a document by itself: it stands alone. */
export function onPage(
  flow: Flow,
  state: FlowState,
  step: StepOf<'scan'>,
  page: PageRef,
  replaces: string | null,
): FlowState {
  const pages = pagesOf(state, slotOf(flow, state));
  if (replaces !== null) {
    if (!pages.some((p) => p.id === replaces)) return state;
    return withPages(flow, state, (all) => all.map((p) => (p.id === replaces ? page : p)));
  }
  if (sheetsOf(pages) + page.sheets > step.pages[1]) return state;
  if (pages.length > 0 && (page.isPdf || pages.some((p) => p.isPdf))) return state;
  return withPages(flow, state, (all) => [...all, page]);
}

export const withPages = (
  flow: Flow,
  state: FlowState,
  change: (pages: readonly PageRef[]) => readonly PageRef[],
): FlowState => {
  const slot = slotOf(flow, state);
  const before = pagesOf(state, slot);
  const after = change(before);
  return after.length === before.length && after.every((p, n) => p === before[n])
    ? state
    : withAnswer(state, slot, { type: 'pages', pages: after, reuse: mayReuse(state, slot) });
};

/** Does the citizen let the hall offer these pages again (材料复用)? Not unless they say so. */
export function mayReuse(state: FlowState, slot: string): boolean {
  const answer = state.answers[slot];
  return answer?.type === 'pages' && answer.reuse === true;
}

export function withReuse(flow: Flow, state: FlowState, reuse: boolean): FlowState {
  const slot = slotOf(flow, state);
  return mayReuse(state, slot) === reuse
    ? state
    : withAnswer(state, slot, { type: 'pages', pages: pagesOf(state, slot), reuse });
}

/** An answer, and what falls with it: a signature stands under what it was given for, a seal over both. */
export function withAnswer(state: FlowState, slot: string, answer: Answer): FlowState {
  const answers = { ...state.answers, [slot]: answer };
  const falls = (type: Answer['type'] | undefined): boolean =>
    (type === 'signature' && !OUTLIVED_BY_SIGNATURE.has(answer.type)) ||
    (type === 'sealed' && !OUTLIVED_BY_SEAL.has(answer.type));
  for (const [id, other] of Object.entries(answers)) if (falls(other?.type)) delete answers[id];
  return { ...state, answers };
}

const OUTLIVED_BY_SEAL: ReadonlySet<Answer['type']> = new Set(['read', 'sealed', 'submitted', 'printed']);
const OUTLIVED_BY_SIGNATURE: ReadonlySet<Answer['type']> = new Set([
  ...OUTLIVED_BY_SEAL,
  'signature',
  'sealLater',
]);

export function moved(pages: readonly PageRef[], id: string, to: number): readonly PageRef[] {
  const page = pages.find((p) => p.id === id);
  if (page === undefined) return pages;
  const others = pages.filter((p) => p.id !== id);
  return [...others.slice(0, to), page, ...others.slice(to)];
}
