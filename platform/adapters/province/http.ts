import { z } from 'zod';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { parseJson, postJson } from '../post-json.ts';
import type { ProvinceAdapter, ProvinceFailure } from './adapter.ts';
import type { RelaySettings } from './settings.ts';

/** `{code, msg}`, as the published interfaces answer. */
const answer = z.object({ code: z.union([z.number(), z.string()]), msg: z.string().optional() });

/** Sends records as JSON by POST, and reads the province's answer by the codes of the settings. */
export function httpProvince(settings: RelaySettings, call: typeof fetch = fetch): ProvinceAdapter {
  return {
    async send(record) {
      const given = await postJson(settings, record, call);
      if ('failed' in given) return fail('failed', given.failed);
      return readAnswer(settings, given.status, given.text);
    },
  };
}

/**
 * HTTP 408, 429 and 5xx are "not now", whatever they say; other 4xx are refusals. What is not the agreed JSON is a
 * failure: a gateway's page must not count as an answer.
 */
export function readAnswer(
  settings: Pick<RelaySettings, 'answers'>,
  status: number,
  text: string,
): Result<{ known: boolean }, ProvinceFailure> {
  if (status >= 500 || status === 408 || status === 429) return fail('failed', `HTTP ${status}`);
  const parsed = answer.safeParse(parseJson(text));
  if (!parsed.success)
    return fail(status >= 400 ? 'refused' : 'failed', `HTTP ${status}, no answer of the interface`);
  const { code, msg = '' } = parsed.data;
  const is = (codes: readonly (string | number)[]): boolean => codes.some((c) => String(c) === String(code));
  const { accepted, known, refused } = settings.answers;
  if (is(known.codes) && msg.includes(known.message)) return ok({ known: true });
  if (status < 400 && is(accepted)) return ok({ known: false });
  return fail(status >= 400 || is(refused) ? 'refused' : 'failed', `HTTP ${status}, code ${code}`);
}
