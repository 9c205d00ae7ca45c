/** What is wrong with a flow document, in words for whoever writes it. */
export interface FlowFault {
  /** The file of the flow's folder that has to be mended. */
  file: string;
  /** The step, or `<step>.<field>`; null: the document as a whole. */
  step: string | null;
  zh: string;
  en: string;
}

export const DOCUMENT = 'flow.json';

/** A fault of the document itself. */
export const faultOf = (step: string | null, zh: string, en: string): FlowFault => ({
  file: DOCUMENT,
  step,
  zh,
  en,
});

/** In one English line, as a log has it. */
export const faultText = ({ step, en }: FlowFault): string => (step === null ? en : `${step}: ${en}`);
