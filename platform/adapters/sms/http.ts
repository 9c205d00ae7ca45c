import { z } from 'zod';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { type PostAnswer, parseJson, postJson } from '../post-json.ts';
import type { SmsAdapter, SmsFailure } from './adapter.ts';
import type { SmsSettings } from './settings.ts';

const answer = z.object({ code: z.union([z.number(), z.string()]) });

/** The line was never there: nothing was sent. */
const NO_LINE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Hands messages to the gateway as JSON by POST: `{requestId, mobile, sign, content}`. */
export function httpSms(settings: SmsSettings, call: typeof fetch = fetch): SmsAdapter {
  return {
    async send({ id, phone, code, minutes }) {
      const content = settings.text.replaceAll('{code}', code).replaceAll('{minutes}', String(minutes));
      const body = { requestId: id, mobile: phone, sign: settings.sign, content };
      return readAnswer(settings, await postJson(settings, body, call));
    },
  };
}

export function readAnswer(
  { answers }: Pick<SmsSettings, 'answers'>,
  given: PostAnswer,
): Result<null, SmsFailure> {
  if ('failed' in given) return fail(NO_LINE.has(given.failed) ? 'failed' : 'unknown', given.failed);
  const { status } = given;
  if (status >= 500 || status === 408 || status === 429) return fail('failed', `HTTP ${status}`);
  const parsed = answer.safeParse(parseJson(given.text));
  // A gateway's page in between: whether the message went out nobody knows.
  if (!parsed.success)
    return fail(status >= 400 ? 'failed' : 'unknown', `HTTP ${status}, no answer of the interface`);
  const { code } = parsed.data;
  const is = (codes: readonly (string | number)[]): boolean => codes.some((c) => String(c) === String(code));
  if (is(answers.refused)) return fail('refused', `code ${code}`);
  return status < 400 && is(answers.taken) ? ok(null) : fail('failed', `HTTP ${status}, code ${code}`);
}
