/**
 * The window's token as the clerk has it: kept for this browser tab only. It may also come behind `#token=` in the
 * address, from where it is taken away at once; what stands behind `#` is sent to no server.
 */
const STORED = 'hall.counter.token';
const SHAPE = /^[A-Za-z0-9._~-]{16,200}$/;

/** A token that could be one; null for anything else. */
export function asToken(text: string): string | null {
  const trimmed = text.trim();
  return SHAPE.test(trimmed) ? trimmed : null;
}

/** The token in the part of an address behind `#`. */
export const tokenInHash = (hash: string): string | null =>
  asToken(new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? '');

export interface TokenStore {
  read: () => string | null;
  keep: (token: string) => void;
  forget: () => void;
}

export const tokenStore = (storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): TokenStore => ({
  read: () => asToken(storage.getItem(STORED) ?? ''),
  keep: (token) => storage.setItem(STORED, token),
  forget: () => storage.removeItem(STORED),
});

/** Takes the token out of the address into the store. */
export function takeFromAddress(
  page: { location: Pick<Location, 'hash' | 'pathname' | 'search'>; history: Pick<History, 'replaceState'> },
  store: TokenStore,
): void {
  if (!page.location.hash.includes('token=')) return;
  const token = tokenInHash(page.location.hash);
  if (token !== null) store.keep(token);
  page.history.replaceState(null, '', page.location.pathname + page.location.search);
}
