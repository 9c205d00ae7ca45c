import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Who may use the browser host: a one-time token in the address opens a cookie; the cookie outlives a restart of the
 * service (it is an HMAC under the terminal's key), the token does not live past its first use.
 */
export interface Access {
  /** Address part that opens the door once. */
  token(): string;
  /** True once per token; a new one is made at once. */
  redeem(token: string): boolean;
  cookie(): string;
  accepts(cookie: string | undefined): boolean;
}

export function createAccess(key: Uint8Array, onNewToken: (token: string) => void): Access {
  const fresh = () => {
    const t = randomBytes(24).toString('base64url');
    onNewToken(t);
    return t;
  };
  const mac = (id: string) => createHmac('sha256', key).update(`browser-host ${id}`).digest('base64url');
  let token = fresh();
  return {
    token: () => token,
    redeem(given) {
      if (!same(given, token)) return false;
      token = fresh();
      return true;
    },
    cookie() {
      const id = randomBytes(16).toString('base64url');
      return `${id}.${mac(id)}`;
    },
    accepts(cookie) {
      const [id, given] = cookie?.split('.') ?? [];
      return id !== undefined && given !== undefined && same(given, mac(id));
    },
  };
}

function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
