import { oc } from '@orpc/contract';
import { z } from 'zod';
import { paperType } from '../material.ts';
import { durationMs, epochMs, sha256, uuid } from '../primitives.ts';

/**
 * Papers from a citizen's phone (手机扫码上传). A kiosk opens a session and shows its address as a QR code; the phone sends
 * files to the hub; the kiosk fetches what its citizen takes, and closes. Only the terminal that opened a session knows
 * it: `phone.over` for any other, and when it has been closed or its time is up.
 */

/** A session ends by itself so long after it was opened, ms. */
export const PHONE_SESSION_MS = 15 * 60_000;
/** Files of one session that wait for the kiosk. */
export const MAX_PHONE_FILES = 10;
/** Of one file, bytes. */
export const MAX_PHONE_BYTES = 20_000_000;
/** Bytes of one part of a file. */
export const PHONE_PART_BYTES = 1024 * 1024;

/** What names a session to the phone, in the address: 24 random bytes, base64url. */
export const phoneToken = z.string().regex(/^[A-Za-z0-9_-]{32}$/);

export const phoneFile = z.object({
  id: uuid,
  /** As the phone calls it. */
  name: z.string().min(1).max(120),
  type: paperType,
  size: z.number().int().min(1).max(MAX_PHONE_BYTES),
  sha256,
  atMs: epochMs,
});
export type PhoneFile = z.infer<typeof phoneFile>;

const ofSession = z.strictObject({ id: uuid });
const ofFile = ofSession.extend({ fileId: uuid });
const told = z.object({ serverMs: epochMs });

export const phoneApi = {
  /** Whether phones can reach this hub: its public address is known. */
  offer: oc
    .route({ method: 'GET', path: '/kiosk/phone', summary: 'Can phones reach this hub?', tags: ['kiosk'] })
    .output(told.extend({ offered: z.boolean() })),
  /** A new session; an earlier one of the same terminal is closed. `phone.notOffered`: the hub has no public address. */
  open: oc
    .route({ method: 'POST', path: '/kiosk/phone/open', summary: 'Let a phone send files', tags: ['kiosk'] })
    .input(z.strictObject({}))
    .output(told.extend({ id: uuid, url: z.string().max(500), leftMs: durationMs })),
  /** What has come, oldest first. `seen`: a phone has opened the page. `coming`: files that are on their way. */
  list: oc
    .route({ method: 'POST', path: '/kiosk/phone/list', summary: 'Files of a phone', tags: ['kiosk'] })
    .input(ofSession)
    .output(
      told.extend({
        seen: z.boolean(),
        coming: z.number().int().min(0).max(MAX_PHONE_FILES),
        leftMs: durationMs,
        files: z.array(phoneFile).max(MAX_PHONE_FILES),
      }),
    ),
  /**
   * One part of a file: `bytes` is base64 of `PHONE_PART_BYTES`, or less at the end, from `offset` on, which is a
   * multiple of them. `not.found`: no such file in this session · `input.invalid`: `offset` lies behind the end.
   */
  part: oc
    .route({ method: 'POST', path: '/kiosk/phone/part', summary: 'A part of a file', tags: ['kiosk'] })
    .input(
      ofFile.extend({ offset: z.number().int().min(0).max(MAX_PHONE_BYTES).multipleOf(PHONE_PART_BYTES) }),
    )
    .output(
      told.extend({
        size: z.number().int().min(1),
        offset: z.number().int().min(0),
        bytes: z.string().max(Math.ceil(PHONE_PART_BYTES / 3) * 4),
      }),
    ),
  /** The citizen has taken a file, or does not want it. Once more changes nothing. */
  remove: oc
    .route({ method: 'POST', path: '/kiosk/phone/remove', summary: 'Delete a file', tags: ['kiosk'] })
    .input(ofFile)
    .output(told),
  /** Ends the session with all that is in it. Once more changes nothing. */
  close: oc
    .route({ method: 'POST', path: '/kiosk/phone/close', summary: 'End it', tags: ['kiosk'] })
    .input(ofSession)
    .output(told),
};

/**
 * What the phone's page asks, at the hub's public address, with the token in the path and nothing else to prove:
 *
 * | request | answer |
 * |---|---|
 * | `POST /v1/phone/<token>/hello` | 200 `phoneHello`; 410 `phone.over` |
 * | `POST /v1/phone/<token>/files`, body: the file; header `x-file-name`: its name, percent-encoded | 200 `phoneSent`; 410 `phone.over`, 409 `phone.full`, 413 `input.tooLarge`, 422 `material.badFile` `material.active` `material.locked` `material.tooManyPixels` |
 *
 * Everywhere 429 `rate.limited` and 503 `busy`: later. Nothing that was sent can be read back with the token.
 */
export const phoneHello = z.object({
  leftMs: durationMs,
  /** How many more the session takes now. */
  free: z.number().int().min(0).max(MAX_PHONE_FILES),
});
export const phoneSent = z.object({ free: z.number().int().min(0).max(MAX_PHONE_FILES) });
/** Under the hub's public address. */
export const PHONE_PAGE = '/phone';
export const PHONE_CALLS = '/v1/phone';
