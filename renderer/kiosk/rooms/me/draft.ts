import type { FieldFault } from '../../../../contracts/kiosk-step.ts';
import type { PetitionKind } from '../../../../contracts/petition.ts';
import type { FiledPetition, PetitionDraft } from '../../../../contracts/rooms/me.ts';

/** What the service found wrong with it. */
export type Faults = Readonly<{ text?: FieldFault; phone?: FieldFault }>;

/** Where in the writing of a petition the citizen is. */
export type Step =
  | { at: 'kind' }
  | { at: 'text' }
  | { at: 'about' }
  | { at: 'windows' }
  | { at: 'cases' }
  | { at: 'answer' }
  | { at: 'phone' }
  | { at: 'check' }
  | { at: 'filed'; filed: FiledPetition; draft: PetitionDraft };

export const newDraft = (kind: PetitionKind): PetitionDraft => ({
  kind,
  text: '',
  caseNo: null,
  windowId: null,
  wantsAnswer: true,
  phone: '',
});

const WAY = ['kind', 'text', 'about', 'answer', 'phone', 'check'] as const;
type Asked = (typeof WAY)[number];

/** Pages that are asked of a draft, in order. A correction is about oneself, and is answered. */
const wayOf = (draft: PetitionDraft): readonly Asked[] =>
  draft.kind === 'correct'
    ? ['text', 'phone', 'check']
    : WAY.filter((at) => at !== 'phone' || draft.wantsAnswer);

/** The page after this one. */
export const after = (at: Asked, draft: PetitionDraft): Asked => {
  const way = wayOf(draft);
  return way[way.indexOf(at) + 1] ?? 'check';
};

/** The page before this one; null: out of it. */
export const before = (at: Asked, draft: PetitionDraft): Asked | null => {
  const way = wayOf(draft);
  return way[way.indexOf(at) - 1] ?? null;
};

/** Whether a telephone has to be left: a guest can be answered by it alone. */
export const needsPhone = (draft: PetitionDraft, isGuest: boolean): boolean =>
  isGuest && draft.wantsAnswer && draft.kind !== 'correct';
export const isPhone = (text: string): boolean => /^1[3-9]\d{9}$/.test(text);
