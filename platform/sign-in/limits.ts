import type { SmsSettings } from '../adapters/sms/settings.ts';

/** What was sent before, of a phone and of a terminal, whether the gateway took it or not. */
export interface SentBefore {
  phoneHour: number;
  phoneDay: number;
  terminalHour: number;
  /** When the gateway last took one for the phone. */
  lastAt: Date | null;
}

/** Whether another code may be sent; null: it may. */
export function limitReached(
  before: SentBefore,
  limits: SmsSettings['limits'],
  now: Date,
): 'sms.tooSoon' | 'sms.tooMany' | null {
  const { phoneHour, phoneDay, terminalHour, lastAt } = before;
  if (phoneHour >= limits.phoneHour || phoneDay >= limits.phoneDay || terminalHour >= limits.terminalHour)
    return 'sms.tooMany';
  const isTooSoon = lastAt !== null && now.getTime() - lastAt.getTime() < limits.pauseSeconds * 1_000;
  return isTooSoon ? 'sms.tooSoon' : null;
}
