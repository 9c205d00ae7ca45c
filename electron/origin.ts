/**
 * The addresses of the shell's own pages, on the custom scheme `app`:
 * `app://pad/` the built renderer, `app://fault/` the static page for when the terminal service cannot run.
 */
export const SCHEME = 'app';
const PAGES = { pad: 'index.html', kiosk: 'kiosk.html' };
export const pageUrl = (role: keyof typeof PAGES): string => `app://pad/${PAGES[role]}`;

/** Why the pad cannot be shown; the fragment picks the paragraph of `fault.html`. */
export type FaultReason = 'config' | 'renderer' | 'service';
export const faultUrl = (reason: FaultReason): string => `app://fault/fault.html#${reason}`;

/** Is this text (a URL, or an origin as Electron writes it) on `app://pad`, with nothing odd in its authority? */
export function isPadOrigin(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    url.protocol === `${SCHEME}:` &&
    url.host === 'pad' &&
    url.username === '' &&
    url.password === ''
  );
}

/** An entry page of pad or kiosk, whatever its query and fragment: the only place to which a page may navigate (it reloads itself). */
export function isPadEntry(text: string): boolean {
  if (!isPadOrigin(text)) return false;
  const path = new URL(text).pathname;
  return path === '/' || Object.values(PAGES).some((page) => path === `/${page}`);
}
