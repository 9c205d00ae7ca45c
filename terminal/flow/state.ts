import type { IdCard } from '../../contracts/id-card.ts';

/** One page of a material (材料页), kept by the session's page store. */
export interface PageRef {
  id: string;
  source: 'scanner' | 'camera';
  /** As it came from the scanner: the screens still have to straighten it. */
  raw: boolean;
}

export type Answer =
  | { type: 'read' }
  | { type: 'choice'; option: string }
  | { type: 'idCard'; card: IdCard }
  | { type: 'manualId'; name: string; number: string }
  | { type: 'code'; text: string }
  | { type: 'pages'; pages: readonly PageRef[] }
  | { type: 'printed' };
/** By step id. */
export type Answers = Readonly<Record<string, Answer | undefined>>;

/** What a step is at just now; begins anew whenever a step is entered. */
export type Phase = 'waiting' | 'reading' | 'takeAway' | 'scanning' | 'printing' | 'failed';

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
}

export type FlowEvent =
  | { type: 'next' }
  | { type: 'back' }
  | { type: 'fallback' }
  | { type: 'again' }
  | { type: 'change'; stepId: string }
  | { type: 'choose'; option: string }
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
  | { type: 'printed' }
  | { type: 'printFailed'; code: string };
