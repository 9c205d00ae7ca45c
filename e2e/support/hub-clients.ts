import type { ErrorCode } from '../../contracts/errors.ts';
import type { CounterRequest } from '../../contracts/hub/counter-api.ts';

export type Answer<T> = { status: number; body: T & { code?: ErrorCode; message?: string } };

async function call<T>(
  url: string,
  method: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer<T>> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? ({} as never) : JSON.parse(text) };
}

/** A window system that speaks the counter API. */
export function counterClient(
  hubUrl: string,
  token: string,
  onCreated: (id: string) => void = () => undefined,
) {
  const headers = { authorization: `Bearer ${token}` };
  const url = `${hubUrl}/v1/counter`;
  return {
    async create(input: { caseNo: string; stage: 1 | 2; itemName?: string; staffNo?: string }) {
      const made = await call<CounterRequest>(`${url}/requests`, 'POST', headers, input);
      if (made.status === 201) onCreated(made.body.id);
      return made;
    },
    get: (id: string) => call<CounterRequest>(`${url}/requests/${id}`, 'GET', headers),
    cancel: (id: string) => call<CounterRequest>(`${url}/requests/${id}/cancel`, 'POST', headers, {}),
    window: () =>
      call<{ cases: { caseNo: string; stage: 1 | 2; rated: boolean }[] }>(`${url}/window`, 'GET', headers),
  };
}
export type CounterClient = ReturnType<typeof counterClient>;

/** A signed-in member of staff at the console's API. */
export async function consoleClient(hubUrl: string, login: string, password: string) {
  const base: Record<string, string> = { 'x-hall-console': '1', origin: hubUrl };
  const response = await fetch(`${hubUrl}/v1/console/login`, {
    method: 'POST',
    headers: { ...base, 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  if (response.status !== 200)
    throw new Error(`sign-in of ${login}: ${response.status} ${await response.text()}`);
  const headers = { ...base, cookie: (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '' };
  const url = `${hubUrl}/v1/console`;
  return {
    get: <T>(path: string) => call<T>(`${url}${path}`, 'GET', headers),
    post: <T>(path: string, body: unknown) => call<T>(`${url}${path}`, 'POST', headers, body),
    /** Every rating of a case that the hub has. */
    async ratingsOf(caseNo: string) {
      const found = await call<{ rows: { id: string; level: number; status: string; source: string }[] }>(
        `${url}/ratings/search`,
        'POST',
        headers,
        { filter: { caseNo } },
      );
      return found.body.rows;
    },
  };
}
export type ConsoleClient = Awaited<ReturnType<typeof consoleClient>>;
