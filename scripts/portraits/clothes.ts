import type { Look } from './look.ts';

const NAVY = { base: '#1d3557', dark: '#14263f', light: '#2b4a75' };
const SHIRT = { white: '#fafbfc', whiteShade: '#dfe5eb', blue: '#bcd3e8', blueShade: '#9dbbd6' };

const SHOULDERS =
  'M200 318C178 322 166 332 158 340C120 352 66 366 46 404C34 430 30 470 28 500H372C370 470 366 430 354 404C334 366 280 352 242 340C234 332 222 322 200 318Z';

/** The neck, as SVG: it lies over the collar's back and under the head. */
export const neck = ({ skin, female }: Look): string => {
  const half = female ? 27 : 33;
  const left = 200 - half;
  const right = 200 + half;
  return `<path d="M${left} 262V326C${left + 6} 352 ${right - 6} 352 ${right} 326V262Z" fill="${skin.base}"/><path d="M${left} 276C${left + 12} 304 ${right - 12} 304 ${right} 276V300C${right - 16} 322 ${left + 16} 322 ${left} 300Z" fill="${skin.shade}" opacity=".7"/>`;
};

/** The hall's work clothes with a name badge, as SVG. */
export function clothes(look: Look): string {
  const shirt =
    look.outfit === 'shirt'
      ? { base: SHIRT.blue, shade: SHIRT.blueShade }
      : { base: SHIRT.white, shade: SHIRT.whiteShade };
  const under = `<path d="${SHOULDERS}" fill="${shirt.base}"/>`;
  const over = look.outfit === 'suit' ? suit(look) : look.outfit === 'vest' ? vest() : placket(shirt.shade);
  return `${under}${over}${badge(look.outfit === 'shirt')}`;
}

/** Collar and tie: over the neck. */
export function collar(look: Look): string {
  const base = look.outfit === 'shirt' ? SHIRT.blue : SHIRT.white;
  const shade = look.outfit === 'shirt' ? SHIRT.blueShade : SHIRT.whiteShade;
  const open = look.tie === null;
  const points = open
    ? 'M166 322C170 344 184 362 198 376L172 392C160 370 154 348 156 334Z'
    : 'M166 318C172 338 186 352 200 358L176 388C162 366 156 346 157 330Z';
  const side = `<path d="${points}" fill="${base}" stroke="${shade}" stroke-width="1.6" stroke-linejoin="round"/>`;
  const skinV = open
    ? `<path d="M176 330C180 350 190 366 200 376C210 366 220 350 224 330C210 344 190 344 176 330Z" fill="${look.skin.base}"/>`
    : '';
  const mirrored = `<g transform="matrix(-1 0 0 1 400 0)">${side}</g>`;
  return `${skinV}${look.tie === null ? '' : look.female ? scarf(look.tie) : tie(look.tie)}${side}${mirrored}`;
}

const suit = ({ female }: Look): string => {
  const deep = female ? 452 : 440;
  const side = `<path d="M158 340C120 352 66 366 46 404C34 430 30 470 28 500H200V${deep}C180 420 164 380 158 340Z" fill="${NAVY.base}"/><path d="M158 336C140 348 132 356 130 364L146 396L134 404L200 ${deep}C180 420 166 380 158 336Z" fill="${NAVY.light}"/><path d="M92 410C98 436 100 470 100 500" fill="none" stroke="${NAVY.dark}" stroke-width="2.6" stroke-linecap="round"/>`;
  return `${side}<g transform="matrix(-1 0 0 1 400 0)">${side}</g><path d="M200 ${deep}V500" stroke="${NAVY.dark}" stroke-width="2.4"/><circle cx="207" cy="${deep + 26}" r="4" fill="${NAVY.dark}"/>`;
};

const vest = (): string => {
  const side = `<path d="M150 346C132 352 112 360 104 366C112 410 112 460 110 500H200V430C176 410 158 380 150 346Z" fill="${NAVY.base}"/><path d="M150 346C158 380 176 410 200 430V438C170 416 150 386 141 350Z" fill="${NAVY.light}"/>`;
  const sleeve = `<path d="M104 366C112 410 112 460 110 500" fill="none" stroke="${SHIRT.whiteShade}" stroke-width="3"/><path d="M70 420C74 446 76 472 76 500" fill="none" stroke="${SHIRT.whiteShade}" stroke-width="2.6" stroke-linecap="round"/>`;
  return `${sleeve}${side}<g transform="matrix(-1 0 0 1 400 0)">${sleeve}${side}</g><path d="M200 432V500" stroke="${NAVY.dark}" stroke-width="2.4"/><circle cx="207" cy="458" r="3.6" fill="${NAVY.dark}"/>`;
};

const placket = (shade: string): string =>
  `<path d="M200 372V500M92 414C98 440 100 470 100 500M308 414C302 440 300 470 300 500" fill="none" stroke="${shade}" stroke-width="2.8" stroke-linecap="round"/><circle cx="200" cy="420" r="3" fill="${shade}"/><circle cx="200" cy="466" r="3" fill="${shade}"/>`;

const tie = (colour: string): string =>
  `<path d="M190 354H210L214 372L207 380L218 470L200 492L182 470L193 380L186 372Z" fill="${colour}"/><path d="M186 372L193 380H207L214 372L210 354H190Z" fill="#000" opacity=".16"/><path d="M190 410L212 396M187 440L215 422M184 468L217 448" stroke="#fff" stroke-width="2.4" opacity=".2"/>`;

const scarf = (colour: string): string =>
  `<path d="M172 340C182 356 218 356 228 340L222 366C210 376 190 376 178 366Z" fill="${colour}"/><path d="M194 364L170 420C184 422 194 414 200 398C206 414 216 422 230 420L206 364Z" fill="${colour}"/><path d="M192 362H208L212 378H188Z" fill="#000" opacity=".18"/><path d="M184 408L196 376M216 408L204 376" stroke="#f3d9a0" stroke-width="1.8" opacity=".7"/>`;

const badge = (light: boolean): string =>
  `<g transform="translate(262 414)"><rect width="50" height="32" rx="4" fill="#fff" stroke="${light ? '#8fa9c2' : '#0f2038'}" stroke-width="1.2"/><rect width="50" height="9" rx="4" fill="#0b5cad"/><circle cx="10" cy="20" r="5" fill="#c8402f" opacity=".85"/><path d="M20 17H43M20 24H37" stroke="#7b8794" stroke-width="2.6" stroke-linecap="round"/></g>`;
