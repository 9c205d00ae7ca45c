import type { Enterprise } from '../../../contracts/enterprise.ts';
import type { Answer } from '../../refusal.ts';

/**
 * The enterprise register (企业登记库), as far as the hall knows it. Never throws, never longer than its time-out.
 * `enterprise.unknown`: nobody has this code · `enterprise.ended`: 注销 or 吊销 · `enterprise.registerAway`: no answer in
 * time, or none of the interface.
 */
export interface EnterpriseRegister {
  find(uscc: string): Promise<Answer<Enterprise>>;
}
