import { oc } from '@orpc/contract';
import { z } from 'zod';
import { phone } from '../booking.ts';
import { durationMs, epochMs, uuid } from '../primitives.ts';
import { person } from './person.ts';

/**
 * How a kiosk finds out by the hub who a citizen is, where no card tells it: by the QR of an electronic identity
 * (电子证照/身份码), or by phone and SMS code. Who a code or a phone belongs to is known to the upper identity system
 * alone (统一身份认证). Neither codes nor phones are kept in clear by the hub, or logged.
 */

/** The text of a QR as it was scanned: printable, opaque, of the upper system's making. */
export const identityCode = z.string().regex(/^[\x21-\x7e]{8,1024}$/);
/** Digits that the SMS brought. */
export const smsCode = z.string().regex(/^\d{6}$/);

/** A way that is set up here. `simulated`: a simulator stands for the upper system, and every screen says so. */
const way = z.object({ simulated: z.boolean() });
export const signInWays = z.object({ qr: way.nullable(), sms: way.nullable() });
export type SignInWays = z.infer<typeof signInWays>;

/** A person as the upper system knows them. */
export const knownPerson = person.pick({ name: true, idNumber: true });
export type KnownPerson = z.infer<typeof knownPerson>;

/** What the hub answers, for who asks without this contract's client. */
export const signInReplies = {
  ways: z.object({ serverMs: epochMs, ways: signInWays }),
  qr: z.object({ serverMs: epochMs, person: knownPerson }),
  sendSms: z.object({
    serverMs: epochMs,
    /** Names this code when it is checked. */
    id: uuid,
    /** How long the code holds, and when another may be asked for. */
    leftMs: durationMs,
    againMs: durationMs,
  }),
  /** `person: null`: the phone is proven, and the upper system knows nobody whose it is. */
  checkSms: z.object({ serverMs: epochMs, person: knownPerson.nullable() }),
};

export const signInApi = {
  ways: oc
    .route({ method: 'GET', path: '/kiosk/sign-in/ways', summary: 'Ways to sign in', tags: ['kiosk'] })
    .output(signInReplies.ways),
  /**
   * `signIn.notOffered` · `signIn.codeForged`: no code of the upper system · `signIn.codeExpired`: too old, or used ·
   * `signIn.refused`: the upper system lets this person not in · `signIn.unavailable`: it cannot be asked now.
   */
  qr: oc
    .route({ method: 'POST', path: '/kiosk/sign-in/qr', summary: 'Who shows this code', tags: ['kiosk'] })
    .input(z.strictObject({ code: identityCode }))
    .output(signInReplies.qr),
  /**
   * Sends a code to a phone; an earlier one of that phone ends. `signIn.notOffered` · `sms.tooSoon` · `sms.tooMany`: of
   * this phone or this terminal · `sms.refused`: the gateway does not send to this number · `sms.unavailable`.
   */
  sendSms: oc
    .route({ method: 'POST', path: '/kiosk/sign-in/sms', summary: 'Send a code', tags: ['kiosk'] })
    .input(z.strictObject({ phone }))
    .output(signInReplies.sendSms),
  /**
   * `sms.wrong` · `sms.spent`: it was wrong too often · `sms.expired`: too old, used, of another terminal or phone ·
   * `signIn.refused` · `signIn.unavailable`: the code was right and may be checked once more.
   */
  checkSms: oc
    .route({ method: 'POST', path: '/kiosk/sign-in/sms/check', summary: 'Check a code', tags: ['kiosk'] })
    .input(z.strictObject({ id: uuid, phone, code: smsCode }))
    .output(signInReplies.checkSms),
};
