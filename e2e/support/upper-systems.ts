import { type IdentitySimulator, startIdentity } from '../../platform/simulators/identity/simulator.ts';
import { type SmsSimulator, startSms } from '../../platform/simulators/sms/simulator.ts';
import { systemTimers } from '../../platform/timers.ts';
import { test as kioskTest } from './kiosk.ts';

/** A kiosk in a hall that has an identity system and an SMS gateway, both simulated and new for each test. */
export const test = kioskTest.extend<{ identity: IdentitySimulator; sms: SmsSimulator }>({
  identity: async ({ hall }, use) => {
    const identity = await startIdentity({ timers: systemTimers, now: Date.now });
    await hall.set('identity', identity.setting);
    await use(identity);
    await identity.close();
  },
  sms: async ({ hall }, use) => {
    const sms = await startSms({ timers: systemTimers });
    // The tests of one worker share a hub: they would be too many for one phone.
    const limits = { pauseSeconds: 10, phoneHour: 100, phoneDay: 100, terminalHour: 1_000 };
    await hall.set('sms', { ...sms.setting, limits });
    await use(sms);
    await sms.close();
  },
});
export { expect } from '@playwright/test';
