import { codeOf } from '../cannot-start.ts';

/** What an upper system answered. `failed`: the system's code of why there is no answer. */
export type PostAnswer = { status: number; text: string } | { failed: string };

const MAX_ANSWER = 64_000;

/** One call of an upper system: JSON by POST. Follows no redirect, never throws, never longer than `timeoutMs`. */
export async function postJson(
  o: {
    url: string;
    headers: Readonly<Record<string, string>>;
    timeoutMs: number;
    /** Longest answer, characters; default 64 000. */
    maxAnswer?: number;
  },
  body: object,
  call: typeof fetch = fetch,
): Promise<PostAnswer> {
  try {
    const response = await call(o.url, {
      method: 'POST',
      headers: { ...o.headers, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(o.timeoutMs),
    });
    return { status: response.status, text: await readText(response, o.maxAnswer ?? MAX_ANSWER) };
  } catch (e) {
    return { failed: codeOf(e instanceof Error && e.cause ? e.cause : e) };
  }
}

/** The body as text; more than an answer can be is an error. */
async function readText(response: Response, maxAnswer: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxAnswer) throw new Error('the answer is too long');
  }
  return text + decoder.decode();
}

/** null for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
