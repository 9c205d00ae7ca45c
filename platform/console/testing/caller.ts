import { PASSWORD } from './people.ts';

export interface CallOptions {
  body?: unknown;
  /** Replace or remove (undefined) what the console's pages send. */
  headers?: Record<string, string | undefined>;
}
export interface CallAnswer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tests read answers of every shape
  body: any;
  headers: Headers;
}

/** A browser of the console's pages: keeps its session cookie, sends the mark and its origin. */
export interface Caller {
  call(route: string, options?: CallOptions): Promise<CallAnswer>;
  signIn(login: string, password?: string): Promise<CallAnswer>;
  /** Cookie header, or undefined when there is no session. */
  cookie(): string | undefined;
}

let callers = 0;

/** `call('POST /console/ratings/search', { body })`. Each caller has an address of its own. */
export function caller(url: string): Caller {
  callers += 1;
  const address = `10.1.${callers >> 8}.${callers & 255}`;
  let cookie: string | undefined;
  const self: Caller = {
    async call(route, options = {}) {
      const [method = 'GET', path = '/'] = route.split(' ');
      const headers = Object.entries({
        'x-hall-console': '1',
        origin: method === 'GET' ? undefined : new URL(url).origin,
        'x-forwarded-for': address,
        cookie,
        'content-type': options.body === undefined ? undefined : 'application/json',
        ...options.headers,
      }).filter((h): h is [string, string] => h[1] !== undefined);
      const response = await fetch(`${url}/v1${path}`, {
        method,
        headers,
        body: options.body === undefined ? null : JSON.stringify(options.body),
        signal: AbortSignal.timeout(10_000),
      });
      for (const set of response.headers.getSetCookie()) {
        const [pair = ''] = set.split(';');
        cookie = pair.endsWith('=') ? undefined : pair;
      }
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
    },
    signIn: (login, password = PASSWORD) => self.call('POST /console/login', { body: { login, password } }),
    cookie: () => cookie,
  };
  return self;
}
