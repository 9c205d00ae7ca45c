import type { z } from 'zod';
import { fail, ok } from '../../../contracts/result.ts';
import { MAX_SEAL_PICTURE_BYTES, seal as sealShape } from '../../../contracts/seal.ts';
import { bytesOfBuffer } from '../../blobs/inspect/bytes.ts';
import { inspectBytes } from '../../blobs/inspect/inspect.ts';
import type { Answer } from '../../refusal.ts';
import { parseJson, postJson } from '../post-json.ts';
import type { SealGiven, SealPlatform } from './platform.ts';
import type { SealSettings } from './settings.ts';
import { confirmData, envelope, isSealSigned, requestData } from './wire.ts';

/** A picture in base64, and the words around it. */
const MAX_ANSWER = Math.ceil((MAX_SEAL_PICTURE_BYTES * 4) / 3) + 16_000;

/** The codes of the platform's answers, and what they mean here. */
const MEANINGS = {
  none: 'seal.none',
  suspended: 'seal.suspended',
  tooSoon: 'seal.tooSoon',
  wrongCode: 'seal.wrongCode',
  expired: 'seal.expired',
} as const;

/** The platform over HTTP. `say` is told why an answer was none, in words without what was asked. */
export function httpSeals(
  settings: SealSettings,
  say: (why: string) => void,
  call: typeof fetch = fetch,
): SealPlatform {
  const away = (why: string) => {
    say(why);
    return fail('seal.platformAway' as const, why);
  };

  async function ask<T extends z.ZodType>(
    path: string,
    body: object,
    schema: T,
  ): Promise<Answer<z.output<T>>> {
    const url = `${settings.url.replace(/\/$/, '')}${path}`;
    const given = await postJson({ ...settings, url, maxAnswer: MAX_ANSWER }, body, call);
    if ('failed' in given) return away(given.failed);
    const { status } = given;
    if (status >= 500 || status === 408 || status === 429) return away(`HTTP ${status}`);
    const said = envelope.safeParse(parseJson(given.text));
    if (!said.success) return away(`HTTP ${status}, no answer of the interface`);
    const { code, data } = said.data;
    const { accepted, ...refused } = settings.answers;
    const is = (codes: readonly (string | number)[]) => codes.some((one) => String(one) === String(code));
    for (const why of ['none', 'suspended', 'tooSoon', 'wrongCode', 'expired'] as const)
      if (is(refused[why])) return fail(MEANINGS[why]);
    if (status >= 400 || !is(accepted)) return away(`HTTP ${status}, code ${code}`);
    const parsed = schema.safeParse(data);
    return parsed.success ? ok(parsed.data) : away(`data: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  }

  return {
    async request({ uscc, sha256, title }) {
      const said = await ask('/request', { uscc, document: { title, sha256 } }, requestData);
      if (!said.ok) return said;
      const { ticket, sentTo, expiresIn } = said.value;
      return ok({ ticket, sentTo, leftMs: expiresIn * 1_000 });
    },
    async confirm({ ticket, code, uscc, sha256 }) {
      const said = await ask('/confirm', { ticket, code }, confirmData);
      if (!said.ok) return said;
      const { sealNo, sealName, time, alg, value, image } = said.value;
      // A seal of somebody else, or on something else, is none.
      if (said.value.uscc !== uscc || said.value.sha256 !== sha256) return away('another seal');
      const { simulated } = settings;
      const seal = sealShape.safeParse({
        no: sealNo,
        name: sealName,
        uscc,
        sha256,
        at: time,
        alg,
        value,
        simulated,
      });
      if (!seal.success) return away(`data: ${seal.error.issues[0]?.path.join('.') ?? ''}`);
      if (!isSealSigned(seal.data, settings.publicKeys)) return away('the seal does not hold');
      const picture = await pictureOf(image);
      return picture === null ? away('no picture') : ok({ seal: seal.data, picture } satisfies SealGiven);
    },
  };
}

/** A whole PNG; null: something else. */
async function pictureOf(base64: string): Promise<Buffer | null> {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 0 || bytes.length > MAX_SEAL_PICTURE_BYTES) return null;
  const inspected = await inspectBytes(bytesOfBuffer(bytes));
  return inspected.ok && inspected.value.type === 'image/png' ? bytes : null;
}
