import type { Enterprise } from '../../contracts/enterprise.ts';
import type { Words } from '../../contracts/flow.ts';
import type { IdCard } from '../../contracts/id-card.ts';
import type { Locale } from '../../contracts/primitives.ts';
import type { Seal, SealLater } from '../../contracts/seal.ts';
import type { Identity } from '../../contracts/visit.ts';

/** One page of a material (材料页), kept by the session's page store; an imported PDF is one with all its sheets. */
export interface PageRef {
  id: string;
  source: 'scanner' | 'camera' | 'usb' | 'phone' | 'reuse' | 'certificate';
  /** As it came from the scanner: the screens still have to straighten it. */
  raw: boolean;
  /** 1 of a picture, all of a PDF. */
  sheets: number;
  isPdf: boolean;
  /** Dots an inch; null: not known. */
  dpi: number | null;
  /** Id of the device; null for imports. */
  device: string | null;
  /** When it was made, ms UTC. */
  at: number;
  /** What the quality check said. */
  warnings: readonly string[];
  /** The citizen has seen the warnings and keeps the page. */
  kept: boolean;
}

/** An application that is kept on this terminal. */
export interface Submitted {
  receiptNo: string;
  applicationId: string;
  materialIds: readonly string[];
  /** Of a joint submission, every application in its order; the first one is that above. */
  joint?: readonly { itemName: Words; receiptNo: string; applicationId: string }[];
}

/** What the enterprise register (企业登记库) says of a code that was typed. */
export interface RegisterSays {
  uscc: string;
  /** null: it says nothing, for the reason of `code`. */
  facts: Enterprise | null;
  code: string | null;
  /** A simulator stands for it. */
  simulated: boolean;
}

/** What stands in the fields of a form, by field id, as it was typed. */
export type Values = Readonly<Record<string, string>>;

export type Answer =
  | { type: 'read' }
  | { type: 'choice'; option: string }
  /** In the order of the step's answers; never empty. */
  | { type: 'multiChoice'; options: readonly string[] }
  | { type: 'idCard'; card: IdCard }
  | { type: 'manualId'; name: string; number: string }
  /** Known from the visit: nobody has to prove themselves twice. */
  | { type: 'identity'; identity: Identity }
  | { type: 'code'; text: string }
  /** `reuse`: the citizen lets the hall offer them again (材料复用). */
  | { type: 'pages'; pages: readonly PageRef[]; reuse?: boolean }
  | { type: 'form'; values: Values }
  | { type: 'delivery'; way: 'window' | 'express' | null; values: Values; pickUp: boolean }
  | { type: 'signature'; pageId: string; at: number }
  /** `pageId`: the seal's picture · `locale`: the language of the form that it stands on. */
  | { type: 'sealed'; seal: Seal; pageId: string; locale: Locale }
  | { type: 'sealLater'; way: SealLater }
  | ({ type: 'submitted' } & Submitted)
  | { type: 'printed' };
export type AnswerOf<T extends Answer['type']> = Extract<Answer, { type: T }>;
/** By step id. */
export type Answers = Readonly<Record<string, Answer | undefined>>;

/** What a step is at just now; begins anew whenever a step is entered. */
export type Phase = 'waiting' | 'reading' | 'takeAway' | 'scanning' | 'printing' | 'submitting' | 'failed';

/** How far the making of an application has come: `n` of `of` materials are kept here. */
export interface SubmitProgress {
  n: number;
  of: number;
}

export interface FlowState {
  /** The step on the screen. */
  at: string;
  /** Steps that were passed on the way here, oldest first: the way back. */
  trail: readonly string[];
  answers: Answers;
  phase: Phase;
  /** Why the device failed last at this step; code of `errors.ts`. */
  code: string | null;
  /** How often devices failed, by step id. */
  failures: Readonly<Record<string, number>>;
  /** The check of the answers from which a step was entered to be changed; null on the straight way. */
  returnTo: string | null;
  /** Day of the session in the hall, `YYYY-MM-DD`. */
  today: string;
  /** Who the visit knows; null: the flow asks. */
  identity: Identity | null;
  /** What the citizen gave in other forms of this visit, by field id. */
  earlier: Values;
  /** Of the enterprise whose code stands in the form; null: not asked, or not answered yet. */
  register: RegisterSays | null;
  /** Page of a form or of the delivery, from 0. */
  page: number;
  /** The faults of this page are told: its citizen wanted to go on. */
  told: boolean;
  progress: SubmitProgress | null;
  /** The step that an application failed for, such as a scan with pages missing; null: none in particular. */
  failedAt: string | null;
}

export type FlowEvent =
  | { type: 'next' }
  | { type: 'back' }
  | { type: 'fallback' }
  | { type: 'again' }
  /** `fieldId`: of a form, the field that shall be on the page. */
  | { type: 'change'; stepId: string; fieldId?: string | null }
  | { type: 'choose'; option: string }
  | { type: 'chooseMany'; options: readonly string[] }
  | { type: 'typeId'; name: string; number: string }
  | { type: 'cardFound' }
  | { type: 'card'; card: IdCard }
  | { type: 'cardRefused'; code: string }
  | { type: 'cardRemoved' }
  /** The reader works again after it did not. */
  | { type: 'readerBack' }
  | { type: 'code'; text: string }
  | { type: 'scanStarted' }
  /** `replaces`: the page that this one was made of. */
  | { type: 'page'; page: PageRef; replaces: string | null }
  | { type: 'scanEnded'; code: string | null }
  | { type: 'removePage'; pageId: string }
  | { type: 'movePage'; pageId: string; to: number }
  /** The page stays as it is, whatever the quality check says. */
  | { type: 'keepPage'; pageId: string }
  /** Whether the hall may offer the pages of this step again. */
  | { type: 'allowReuse'; allow: boolean }
  /** The visit is signed in: identity card steps are answered at once. */
  | { type: 'identity'; identity: Identity }
  | { type: 'earlier'; values: Values }
  | ({ type: 'registerSays' } & RegisterSays)
  /** Some fields of the form on the screen; the others stay. */
  | { type: 'fillForm'; values: Values }
  | { type: 'deliver'; way?: 'window' | 'express'; values?: Values; pickUp?: boolean }
  | { type: 'signed'; pageId: string; at: number }
  | { type: 'sealed'; seal: Seal; pageId: string; locale: Locale }
  | { type: 'sealLater' }
  /** Answers of a half-done application that is taken up again; only those that fit count. */
  | { type: 'resume'; answers: Answers }
  | { type: 'progress'; progress: SubmitProgress }
  | ({ type: 'submitted' } & Submitted)
  | { type: 'submitFailed'; code: string; stepId: string | null }
  | { type: 'printed' }
  | { type: 'printFailed'; code: string };
