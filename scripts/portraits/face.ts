import type { Look } from './look.ts';

const n = (value: number): string => String(Math.round(value * 10) / 10);
/** Both sides of the face: what is drawn on the left is mirrored at x = 200. */
const both = (one: string): string => `${one}<g transform="matrix(-1 0 0 1 400 0)">${one}</g>`;

/** Head without hair, as SVG: ears, face, brows, eyes, nose, mouth, glasses. */
export function head(look: Look): string {
  const { skin } = look;
  const ears = both(
    `<path d="M142 190C128 184 124 204 130 218C134 230 142 234 146 228Z" fill="${skin.base}"/><path d="M137 198C132 202 134 214 140 220" fill="none" stroke="${skin.shade}" stroke-width="2.4" stroke-linecap="round"/>`,
  );
  const jaw = look.female ? 'C140 248 160 286 200 290' : 'C139 254 162 290 200 293';
  const mirrored = look.female ? 'C240 286 260 248 262 206' : 'C238 290 261 254 262 206';
  const outline = `M138 206${jaw}${mirrored}C264 148 244 108 200 108C156 108 136 148 138 206Z`;
  const shadow = `<path d="M262 206C262 148 244 108 200 108C236 124 248 160 246 206C245 246 228 278 200 ${look.female ? 290 : 293}${mirrored}" fill="${skin.shade}" opacity=".22"/>`;
  const blush =
    look.female || look.age === 'young'
      ? both(
          `<ellipse cx="162" cy="238" rx="13" ry="8" fill="${skin.blush}" opacity="${look.female ? '.26' : '.14'}"/>`,
        )
      : '';
  return `${ears}<path d="${outline}" fill="${skin.base}"/>${shadow}${blush}${lines(look)}${brows(look)}${eyes(look)}${nose(look)}${mouth(look)}${glasses(look)}`;
}

function brows({ hair, female, age, face }: Look): string {
  const y = n(face.brows * 2.2);
  const colour = age === 'senior' && !female ? hair.base : '#2b2422';
  const path = female
    ? 'M152 190C160 182 174 181 187 186C175 184.5 162 186 152 190Z'
    : 'M150 190C158 180 174 179.5 188 185L187 189.5C174 185 161 186 150 190Z';
  return `<g transform="translate(0 ${y})" opacity="${female ? '.8' : '.92'}">${both(`<path d="${path}" fill="${colour}" stroke="${colour}" stroke-width="1.4" stroke-linejoin="round"/>`)}</g>`;
}

function eyes({ female, face, age }: Look): string {
  const open = 1 + face.eyes * 0.1 - (age === 'senior' ? 0.1 : 0);
  const white = 'M156 209C161 201.5 177 200.5 184 210C177 215.5 163 215.5 156 209Z';
  const lid = 'M154.5 209.5C160 200.5 177 199 185.5 210.5';
  const lash = female
    ? '<path d="M154.5 209.5L150.5 206.5" stroke="#241c1b" stroke-width="2.2" stroke-linecap="round"/>'
    : '';
  const eye = `<path d="${white}" fill="#fbf7f2"/><circle cx="170.5" cy="207.8" r="5.9" fill="#33231c"/><circle cx="172.6" cy="205.6" r="1.6" fill="#fff"/><path d="${lid}" fill="none" stroke="#241c1b" stroke-width="${female ? 3 : 2.7}" stroke-linecap="round"/>${lash}<path d="M158 201.5C164 196.5 177 196 184 203" fill="none" stroke="#241c1b" stroke-width="1.1" stroke-linecap="round" opacity=".3"/>`;
  return `<g transform="translate(0 ${n(208 * (1 - open))}) scale(1 ${open.toFixed(2)})">${both(eye)}</g>`;
}

function nose({ skin, face, female }: Look): string {
  const wide = 1 + face.nose * 0.1 - (female ? 0.06 : 0);
  return `<g transform="translate(${n(200 * (1 - wide))} 0) scale(${wide.toFixed(2)} 1)" fill="none" stroke="${skin.shade}" stroke-linecap="round"><path d="M206 212C209 224 212 232 211 238" stroke-width="2.6" opacity=".75"/><path d="M189 240C193 246 207 246 211 240" stroke-width="3.2"/></g>`;
}

function mouth({ skin, face, female }: Look): string {
  const wide = 1 + face.mouth * 0.1;
  const lips = female
    ? `<path d="M181 260C190 258 196 258 200 260C204 258 210 258 219 260C212 273 188 273 181 260Z" fill="${skin.lip}" opacity=".85"/><path d="M178.5 258.5C188 266 212 266 221.5 258.5" fill="none" stroke="#7d3b36" stroke-width="1.6" stroke-linecap="round"/>`
    : `<path d="M184 264C192 262 208 262 216 264C209 273 191 273 184 264Z" fill="${skin.lip}" opacity=".5"/><path d="M178 260.5C188 268.5 212 268.5 222 260.5" fill="none" stroke="#7a4038" stroke-width="2.2" stroke-linecap="round"/>`;
  return `<g transform="translate(${n(200 * (1 - wide))} 0) scale(${wide.toFixed(2)} 1)">${lips}</g>`;
}

/** Lines that the years draw. */
function lines({ skin, age, female }: Look): string {
  if (age === 'young') return '';
  const fold = both(`<path d="M178 244C172 250 168 257 168 265" />`);
  const senior = age === 'senior';
  const more = senior
    ? `${both('<path d="M158 221C164 225 174 225 180 222"/><path d="M146 214L140 217M146 209L140 208"/>')}<path d="M174 166C190 163 210 163 226 166M180 156C192 154 208 154 220 156"/>`
    : '';
  return `<g fill="none" stroke="${skin.shade}" stroke-width="${senior ? 2 : 1.7}" stroke-linecap="round" opacity="${senior ? '.8' : female ? '.4' : '.55'}">${fold}${more}</g>`;
}

function glasses({ glasses: frame, age }: Look): string {
  if (frame === 'none') return '';
  const colour = frame === 'thin' ? '#8b6f3d' : age === 'senior' ? '#4a3b33' : '#22262c';
  const lens =
    frame === 'thin'
      ? '<ellipse cx="169.5" cy="209" rx="21" ry="18"/>'
      : '<rect x="148" y="194" width="43" height="30" rx="9"/>';
  const half = '<path d="M148 212V203C148 198 152 194 157 194H182C187 194 191 198 191 203V212"/>';
  const glass =
    '<rect x="148" y="194" width="43" height="30" rx="9" fill="#fff" opacity=".1" stroke="none"/>';
  const width = frame === 'thin' ? 2.2 : frame === 'half' ? 3.4 : 3.6;
  return `<g fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round">${both(`${frame === 'thin' ? '' : glass}${frame === 'half' ? half : lens}<path d="M148 204L138 200"/>`)}<path d="M191 206C195 202 205 202 209 206"/></g>`;
}
