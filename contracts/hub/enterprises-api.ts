import { oc } from '@orpc/contract';
import { z } from 'zod';
import { enterprise, uscc } from '../enterprise.ts';
import { epochMs } from '../primitives.ts';

/** What the hub answers, for who asks without this contract's client. */
export const enterpriseReplies = {
  find: z.object({
    serverMs: epochMs,
    /** A simulator stands for the register: the screen says so. */
    simulated: z.boolean(),
    enterprise,
  }),
};

/**
 * What a kiosk asks the hub about an enterprise, with the terminal's access token. The hub asks the enterprise register
 * (企业登记库) and keeps nothing.
 */
export const enterprisesApi = {
  /**
   * `legalPerson`: the item needs the name of the legal representative; else it is left out. `enterprise.off`: the hall
   * has no register · `enterprise.registerAway`: it does not answer as it should · `enterprise.unknown` ·
   * `enterprise.ended`: 注销 or 吊销 · `busy`: too many ask at once.
   */
  find: oc
    .route({ method: 'POST', path: '/kiosk/enterprises/find', tags: ['kiosk'] })
    .input(z.strictObject({ uscc, legalPerson: z.boolean() }))
    .output(enterpriseReplies.find),
};
