import type { Plugin } from 'vite';

const LOCALE_FILE = /\/assets\/locales\/[^/]+\/[^/]+\.json$/;
const BY = 0.4;

/** A pseudo-locale: every text of the screens is 40 % longer, in words of its own, as another language may make it. */
export const grownTexts: Plugin = {
  name: 'grown-texts',
  enforce: 'pre',
  transform: (code, id) => (LOCALE_FILE.test(id) ? JSON.stringify(grown(JSON.parse(code))) : null),
};

function grown(part: unknown): unknown {
  if (typeof part === 'string') return longer(part);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, grown(value)]));
}

/** What is filled in stays as it is. */
function longer(text: string): string {
  const plain = text.replaceAll(/\{\{[^}]*\}\}/g, '');
  const more = plain.slice(0, Math.ceil(plain.length * BY)).trim();
  return plain.includes(' ') ? `${text} ${more}` : text + more;
}

/** Names that hold the words on the screen by being made of the same text: pseudo-words break that. */
export const GROWN_WITHOUT = ['label-content-name-mismatch'];
