import { oc } from '@orpc/contract';
import { z } from 'zod';
import { bookingNo, bookingState, phone } from '../booking.ts';
import { printPurpose } from '../certificate.ts';
import { words } from '../flow.ts';
import { petitionView, petitionWindow } from '../petition.ts';
import { epochMs, label, uuid } from '../primitives.ts';
import { text2 } from '../reference.ts';
import { caseState, messageEvent } from './applications-api.ts';
import { cursor, PAGE } from './paging.ts';
import { person } from './person.ts';

/**
 * What a kiosk asks the hub for the personal centre (个人中心), with the terminal's access token. All of it but `windows`
 * needs a proven person (`person.by` is not `typed`), else `auth.required`.
 */

/** Where parcels with results (证照快递) go. */
export const addressFields = z.strictObject({
  recipient: z.string().trim().min(1).max(50),
  phone,
  address: z.string().trim().min(5).max(200),
  postcode: z.string().regex(/^\d{6}$/),
});
export type AddressFields = z.infer<typeof addressFields>;
export const MAX_ADDRESSES = 10;

export const citizenAddress = z.object({
  id: uuid,
  ...addressFields.shape,
  /** The one that is offered first. */
  first: z.boolean(),
});
export type CitizenAddress = z.infer<typeof citizenAddress>;

/** Counts stop at 1,000. */
const count = z.number().int().min(0).max(1_000);
export const citizenCounts = z.object({
  /** Messages that were not read. */
  unread: count,
  /** Cases that have not ended, and those of them that wait for the citizen (待补正). */
  openCases: count,
  askedCases: count,
  /** Bookings to come. */
  bookings: count,
  addresses: count,
  petitions: count,
});
export type CitizenCounts = z.infer<typeof citizenCounts>;

/** Rows of one part of `data`; the newest. */
export const MAX_HELD = 100;
const text = z.string().max(2_000);
/** Label and value as they were given; numbers and telephones are masked, for a screen stands in a hall. */
const fact = z.object({ label: text, value: text });

/** All that the hall holds of a person (查阅, 个人信息保护法 §45). */
export const heldData = z.object({
  applications: z
    .array(
      z.object({
        receiptNo: z.string().max(60),
        caseNo: z.string().max(60),
        itemName: z.string().max(100).nullable(),
        state: caseState,
        atMs: epochMs,
        /** null: its content cannot be read any more. */
        applicant: z
          .object({ name: text, number: text, phone: text.nullable(), enterprise: text.nullable() })
          .nullable(),
        answers: z.array(fact).max(200),
        /** Where its result was sent; null: collected. */
        delivery: text.nullable(),
        materials: z.array(z.object({ title: label, pages: z.number().int(), reuse: z.boolean() })).max(200),
      }),
    )
    .max(MAX_HELD),
  bookings: z
    .array(
      z.object({
        no: bookingNo,
        matter: text2,
        day: z.string(),
        minute: z.number().int(),
        state: bookingState,
        name: text.nullable(),
        phone: text.nullable(),
      }),
    )
    .max(MAX_HELD),
  /** As they stand, for they are changed at the kiosk; its screen masks their telephones. */
  addresses: z.array(citizenAddress).max(MAX_ADDRESSES),
  petitions: z.array(petitionView).max(MAX_HELD),
  messages: z
    .array(
      z.object({
        event: messageEvent,
        no: z.string().max(60),
        title: z.string().max(100).nullable(),
        note: z.string().max(500).nullable(),
        atMs: epochMs,
      }),
    )
    .max(MAX_HELD),
  /** Half-done applications (未办完的申请); `place`: the machine where one was changed last. */
  drafts: z
    .array(
      z.object({
        title: words,
        savedMs: epochMs,
        place: text2.nullable(),
        answers: z.array(fact).max(200),
      }),
    )
    .max(MAX_HELD),
  /** How often the person's certificates were printed; what was printed is not kept. */
  prints: z
    .array(
      z.object({
        typeCode: z.string().max(60),
        purpose: printPurpose,
        day: z.string(),
        no: z.number().int(),
      }),
    )
    .max(MAX_HELD),
  /** The hall holds more than this answer does. */
  more: z.boolean(),
});
export type HeldData = z.infer<typeof heldData>;

/**
 * What the hall may not delete yet. open: it is still being dealt with · held: legal hold (保全) · retention: it has to be
 * kept until `untilMs` · limit: it is counted until then, so that no certificate is printed more often than it may be.
 */
export const keptThing = z.object({
  what: z.enum(['application', 'booking', 'petition', 'print']),
  /** Of a print the day, `YYYY-MM-DD`, and which one of the year it was. */
  no: z.string().max(60),
  why: z.enum(['open', 'held', 'retention', 'limit']),
  untilMs: epochMs.nullable(),
});
export type KeptThing = z.infer<typeof keptThing>;

/** What became of a wish to have everything deleted (删除, 个人信息保护法 §47). */
export const erasure = z.object({
  deleted: z.object({
    applications: z.number().int().min(0),
    bookings: z.number().int().min(0),
    addresses: z.number().int().min(0),
    petitions: z.number().int().min(0),
    messages: z.number().int().min(0),
    drafts: z.number().int().min(0),
    prints: z.number().int().min(0),
  }),
  /** The first of them. */
  kept: z.array(keptThing).max(MAX_HELD),
  keptCount: z.number().int().min(0),
});
export type Erasure = z.infer<typeof erasure>;

const withTime = <T extends z.ZodRawShape>(shape: T) => z.object({ serverMs: epochMs, ...shape });

/** What the hub answers, for who asks without this contract's client. */
export const citizenReplies = {
  overview: withTime({ counts: citizenCounts }),
  addresses: withTime({ rows: z.array(citizenAddress).max(MAX_ADDRESSES) }),
  petitions: withTime({ rows: z.array(petitionView).max(PAGE), next: cursor.nullable() }),
  windows: withTime({ windows: z.array(petitionWindow).max(500) }),
  data: withTime({ data: heldData }),
  erase: withTime({ erasure }),
};

const ofPerson = z.strictObject({ person });
const ofAddress = z.strictObject({ person, id: uuid });

export const citizensApi = {
  /** How many there are of what, for the menu. */
  overview: oc
    .route({ method: 'POST', path: '/kiosk/citizens/overview', tags: ['kiosk'] })
    .input(ofPerson)
    .output(citizenReplies.overview),
  /** The one that is offered first, then the others, latest first. */
  addresses: oc
    .route({ method: 'POST', path: '/kiosk/citizens/addresses', tags: ['kiosk'] })
    .input(ofPerson)
    .output(citizenReplies.addresses),
  /**
   * Adds or changes one; `id` is made at the kiosk, and the same again changes nothing. Answers all of them.
   * `citizen.tooManyAddresses` · `not.found`: the id is of somebody else's.
   */
  putAddress: oc
    .route({ method: 'POST', path: '/kiosk/citizens/addresses/put', tags: ['kiosk'] })
    .input(z.strictObject({ person, id: uuid, address: addressFields, first: z.boolean() }))
    .output(citizenReplies.addresses),
  /** Once more changes nothing. Answers those that are left. */
  removeAddress: oc
    .route({ method: 'POST', path: '/kiosk/citizens/addresses/remove', tags: ['kiosk'] })
    .input(ofAddress)
    .output(citizenReplies.addresses),
  /** With their answers; newest first, by keyset. */
  petitions: oc
    .route({ method: 'POST', path: '/kiosk/citizens/petitions', tags: ['kiosk'] })
    .input(z.strictObject({ person, after: cursor.optional() }))
    .output(citizenReplies.petitions),
  /** The hall's windows, that a petition may name one. */
  windows: oc
    .route({ method: 'GET', path: '/kiosk/citizens/windows', tags: ['kiosk'] })
    .output(citizenReplies.windows),
  /** Audited as `citizen.look`. */
  data: oc
    .route({ method: 'POST', path: '/kiosk/citizens/data', tags: ['kiosk'] })
    .input(ofPerson)
    .output(citizenReplies.data),
  /** Deletes what may be deleted, and says what may not. Audited as `citizen.forget`. */
  erase: oc
    .route({ method: 'POST', path: '/kiosk/citizens/erase', tags: ['kiosk'] })
    .input(ofPerson)
    .output(citizenReplies.erase),
};
