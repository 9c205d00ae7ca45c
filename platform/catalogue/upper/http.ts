import type { ZodType, z } from 'zod';
import { fail, ok, type Result } from '../../../contracts/result.ts';
import { codeOf } from '../../cannot-start.ts';
import type { UpperSettings } from './settings.ts';
import { envelope, type UpperPage, type UpperVersion, upperPage, upperVersion } from './wire.ts';

/** The upper catalogue as the sync knows it. Never throws, no call longer than the settings' time-out. */
export interface UpperCatalogue {
  version(): Promise<Result<UpperVersion>>;
  /** `page` from 1, of the listing of one version. */
  page(version: string, page: number): Promise<Result<UpperPage>>;
}

const MAX_ANSWER = 16_000_000;

/** Asks over HTTP: `POST {url}/version` and `POST {url}/items`. */
export function httpUpper(settings: UpperSettings, call: typeof fetch = fetch): UpperCatalogue {
  const base = settings.url.replace(/\/+$/, '');
  async function ask<T extends ZodType>(path: string, body: object, shape: T): Promise<Result<z.output<T>>> {
    let response: Response;
    let text: string;
    try {
      response = await call(`${base}/${path}`, {
        method: 'POST',
        headers: { ...settings.headers, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(settings.timeoutMs),
      });
      text = await readText(response);
    } catch (e) {
      return fail('failed', codeOf(e instanceof Error && e.cause ? e.cause : e));
    }
    if (!response.ok) return fail('failed', `HTTP ${response.status}`);
    const answer = envelope.safeParse(parseJson(text));
    if (!answer.success) return fail('failed', 'no answer of the interface');
    if (String(answer.data.code) !== '200') return fail('failed', `code ${answer.data.code}`);
    const data = shape.safeParse(answer.data.data);
    if (!data.success) return fail('refused', `${path}: ${data.error.issues[0]?.path.join('.')}`);
    return ok(data.data);
  }
  return {
    version: () => ask('version', {}, upperVersion),
    page: (version, pageNum) => ask('items', { version, pageNum, pageSize: settings.pageSize }, upperPage),
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
