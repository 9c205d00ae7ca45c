import type { Traits } from './traits.ts';

const EYES = [173, 227] as const;

/** Outline of the face from cheekbone over chin to cheekbone and over the forehead. */
const outline = ({ cheek: w, jaw, chin }: Traits) =>
  `M${200 - w} 186C${200 - w} 232 ${202 - w} 250 ${200 - jaw} 268C${212 - jaw} 284 ${184} ${chin} 200 ${chin}C216 ${chin} ${188 + jaw} 284 ${200 + jaw} 268C${198 + w} 250 ${200 + w} 232 ${200 + w} 186C${200 + w} 128 244 104 200 104C156 104 ${200 - w} 128 ${200 - w} 186Z`;

export function neckOf({ female, skin }: Traits): string {
  const half = female ? 23 : 29;
  return [
    `<path d="M${200 - half} 250V344C${200 - half} 360 188 374 200 376C212 374 ${200 + half} 360 ${200 + half} 344V250Z" fill="${skin.base}"/>`,
    `<path d="M${200 - half} 276C${200 - half + 8} 306 ${200 + half - 8} 312 ${200 + half} 282V306C${200 + half - 10} 326 ${200 - half + 10} 322 ${200 - half} 300Z" fill="${skin.shade}"/>`,
  ].join('');
}

export function faceOf(traits: Traits): string {
  const { cheek: w, skin } = traits;
  const ear = (x: number) =>
    `<ellipse cx="${x}" cy="208" rx="9" ry="17" fill="${skin.base}"/><path d="M${x} 198v18" stroke="${skin.shade}" stroke-width="4" stroke-linecap="round"/>`;
  return [
    `<clipPath id="face"><path d="${outline(traits)}"/></clipPath>`,
    ear(200 - w - 2),
    ear(200 + w + 2),
    `<path d="${outline(traits)}" fill="${skin.base}"/>`,
    `<g clip-path="url(#face)"><path d="M${200 + w} 120C${184 + w} 190 ${192 + w} 262 206 300H280V120Z" fill="${skin.shade}" opacity=".55"/><path d="M130 96H270V152C240 136 160 136 130 152Z" fill="${skin.shade}" opacity=".5"/></g>`,
    brows(traits),
    ...EYES.map((x, side) => eye(x, side === 0 ? -1 : 1, traits)),
    `<path d="M203 206C205 222 210 232 208 238C204 243 197 243 193 239" fill="none" stroke="${skin.line}" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" opacity=".85"/>`,
    mouth(traits),
    age(traits),
    glasses(traits),
  ].join('');
}

function brows({ female, hair, arch }: Traits): string {
  const y = 185;
  const one = (x: number, out: number) =>
    `<path d="M${x - out * 13} ${y + 1}Q${x + out * 2} ${y - arch} ${x + out * 17} ${y + 3}" fill="none"/>`;
  return `<g stroke="${hair.base}" stroke-width="${female ? 3.4 : 5.2}" stroke-linecap="round" opacity=".88">${one(EYES[0], -1)}${one(EYES[1], 1)}</g>`;
}

function eye(x: number, out: -1 | 1, { female }: Traits): string {
  const lash = female ? `<path d="M${x + out * 12} 206l${out * 5} -3" stroke-width="2.600"/>` : '';
  return [
    `<path d="M${x - 12} 207Q${x} 196 ${x + 12} 207Q${x} 215 ${x - 12} 207Z" fill="#fbf7f1"/>`,
    `<circle cx="${x}" cy="205.500" r="5.600" fill="#33231c"/><circle cx="${x + 1.8}" cy="203.600" r="1.500" fill="#fff"/>`,
    `<g fill="none" stroke="#2a1d19" stroke-linecap="round"><path d="M${x - 13} 207.500Q${x} 194.500 ${x + 13} 207" stroke-width="${female ? 3.2 : 2.8}"/>${lash}</g>`,
  ].join('');
}

function mouth({ female, skin, smile }: Traits): string {
  const l = 200 - smile;
  const r = 200 + smile;
  const lips = female
    ? `<path d="M${l} 260Q192 254 200 257Q208 254 ${r} 260Q200 274 ${l} 260Z" fill="${skin.lip}"/>`
    : `<path d="M${l + 4} 263Q200 275 ${r - 4} 263Z" fill="${skin.lip}" opacity=".55"/>`;
  return `${lips}<path d="M${l - 2} 259.500Q200 268 ${r + 2} 259.500" fill="none" stroke="${female ? '#8b4640' : '#8a5141'}" stroke-width="2.600" stroke-linecap="round"/>`;
}

function age({ age: years, skin, cheek: w }: Traits): string {
  if (years === 'young') return '';
  const folds = `M180 240Q170 250 168 260M220 240Q230 250 232 260`;
  const corners = `M${208 - w} 203l-5 -3M${208 - w} 209l-5 2M${192 + w} 203l5 -3M${192 + w} 209l5 2`;
  const under = 'M163 219Q173 224 183 219M217 219Q227 224 237 219';
  return `<path d="${years === 'senior' ? folds + corners + under : folds}" fill="none" stroke="${skin.line}" stroke-width="2" stroke-linecap="round" opacity="${years === 'senior' ? 0.6 : 0.35}"/>`;
}

function glasses({ glasses: kind, cheek: w }: Traits): string {
  if (kind === 'none') return '';
  const arms = `M150 202L${200 - w} 199M250 202L${200 + w} 199M196 203Q200 199 204 203`;
  const lens = (x: number) => `<rect x="${x - 23}" y="191" width="46" height="35" rx="13"/>`;
  const brow =
    kind === 'browline'
      ? '<path d="M151 200Q151 191 163 191H184Q195 191 196 202M249 200Q249 191 237 191H216Q205 191 204 202" stroke-width="5"/>'
      : '';
  return `<g fill="#fff" fill-opacity=".12" stroke="${kind === 'thin' ? '#5c5148' : '#2b2a2e'}" stroke-width="2.400" stroke-linecap="round">${EYES.map(lens).join('')}<path d="${arms}" fill="none"/>${brow}</g>`;
}
