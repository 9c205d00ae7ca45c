import type { KioskSession, StepView } from '../../../contracts/kiosk.ts';

/** What the body of a step is handed. */
export interface StepProps<T extends StepView['type']> {
  session: KioskSession;
  step: Extract<StepView, { type: T }>;
}
