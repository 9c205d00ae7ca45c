/** The session cookie. Its value is base64url, so nothing in it needs escaping. */
export const COOKIE = 'hall_session';
/** As long as a session can live; the hub's own expiry decides. */
const MAX_AGE_S = 12 * 3600;

/** The session secret in a Cookie header, or null. */
export function readCookie(header: string | undefined): string | null {
  const value = header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
}

/** Set-Cookie text; `null` removes it. */
export function writeCookie(secret: string | null, secure: boolean): string {
  const parts = [
    `${COOKIE}=${secret ?? ''}`,
    'Path=/v1',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${secret === null ? 0 : MAX_AGE_S}`,
  ];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}
