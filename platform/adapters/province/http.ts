import { z } from 'zod';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { codeOf } from '../../cannot-start.ts';
import type { ProvinceAdapter, ProvinceFailure } from './adapter.ts';
import type { RelaySettings } from './settings.ts';

/** `{code, msg}`, as the published interfaces answer. */
const answer = z.object({ code: z.union([z.number(), z.string()]), msg: z.string().optional() });
const MAX_ANSWER = 64_000;

/** Sends records as JSON by POST, and reads the province's answer by the codes of the settings. */
export function httpProvince(settings: RelaySettings, call: typeof fetch = fetch): ProvinceAdapter {
  return {
    async send(record) {
      let response: Response;
      let text: string;
      try {
        response = await call(settings.url, {
          method: 'POST',
          headers: { ...settings.headers, 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify(record),
          redirect: 'error',
          signal: AbortSignal.timeout(settings.timeoutMs),
        });
        text = await readText(response);
      } catch (e) {
        return fail('failed', codeOf(e instanceof Error && e.cause ? e.cause : e));
      }
      return readAnswer(settings, response.status, text);
    },
  };
}

/** The body as text; more than an answer can be is an error. */
async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_ANSWER) throw new Error('the answer is too long');
  }
  return text + decoder.decode();
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
