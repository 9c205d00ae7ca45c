import { oc } from '@orpc/contract';
import { z } from 'zod';
import { addressFields, MAX_ADDRESSES } from './hub/citizens-api.ts';
import { uuid } from './primitives.ts';
import { answer, done } from './terminal-answer.ts';

/**
 * Addresses of the personal centre (收件地址) in the step that says where a parcel goes. All of it needs a proven person,
 * else `auth.required`, and the hub, else `hub.unreachable`: an address can always be typed.
 */

/** `phone` masked. */
export const ownAddress = z.object({
  id: uuid,
  ...addressFields.omit({ phone: true }).shape,
  phone: z.string().max(20),
  first: z.boolean(),
});
export type OwnAddress = z.infer<typeof ownAddress>;

const inSession = z.object({ sessionId: uuid });

export const addressesContract = {
  /** The one that is offered first, then the others. `full`: there is room for no more. */
  ownAddresses: oc
    .input(inSession)
    .output(answer(z.object({ rows: z.array(ownAddress).max(MAX_ADDRESSES), full: z.boolean() }))),
  /** One of those that were listed last fills the fields. `not.found`. */
  takeAddress: oc.input(inSession.extend({ addressId: uuid })).output(done),
  /** Keeps what stands in the fields for later times. `citizen.addressFaulty`, `citizen.tooManyAddresses`. */
  keepAddress: oc.input(inSession).output(done),
};
