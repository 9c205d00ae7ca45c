import type { KioskSession } from '../../../contracts/kiosk.ts';
import type { StepView } from '../../../contracts/kiosk-step.ts';

/** What the body of a step is handed. */
export interface StepProps<T extends StepView['type']> {
  session: KioskSession;
  step: Extract<StepView, { type: T }>;
}
