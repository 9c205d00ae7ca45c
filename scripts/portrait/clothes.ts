import type { Traits } from './traits.ts';

const SHOULDERS = {
  male: 'M22 640C24 470 34 424 84 396C116 380 148 372 166 346L200 372L234 346C252 372 284 380 316 396C366 424 376 470 378 640Z',
  female:
    'M40 640C42 476 54 430 98 402C126 386 154 376 170 346L200 370L230 346C246 376 274 386 302 402C346 430 358 476 360 640Z',
};
const COLLAR = 'M170 334L200 374L180 402L156 352ZM230 334L200 374L220 402L244 352Z';

/** Shoulders in work clothes: suit, shirt or waistcoat (马甲), with a blank name plate on the chest. */
export function clothesOf(traits: Traits): string {
  const body = SHOULDERS[traits.female ? 'female' : 'male'];
  const { base, shade, light } = traits.cloth;
  const parts =
    traits.outfit === 'shirt'
      ? [
          `<path d="${body}" fill="${base}"/>`,
          `<path d="M200 396V640" stroke="${shade}" stroke-width="3"/>`,
          sleeves(traits, shade),
          neckwear(traits),
          `<path d="${COLLAR}" fill="${light}" stroke="${shade}" stroke-width="2" stroke-linejoin="round"/>`,
        ]
      : [
          `<path d="${body}" fill="${traits.outfit === 'suit' ? base : '#eef2f6'}"/>`,
          traits.outfit === 'suit' ? suit(traits) : vest(traits),
          sleeves(traits, traits.outfit === 'suit' ? shade : '#d3dbe5'),
          neckwear(traits),
          '<path d="M170 334L200 374L180 402L156 352ZM230 334L200 374L220 402L244 352Z" fill="#fdfefe" stroke="#d3dbe5" stroke-width="2" stroke-linejoin="round"/>',
        ];
  return parts.join('') + plate();
}

const sleeves = (traits: Traits, shade: string) =>
  traits.female
    ? `<path d="M104 640C106 560 100 510 96 476M296 640C294 560 300 510 304 476" fill="none" stroke="${shade}" stroke-width="4" stroke-linecap="round"/>`
    : `<path d="M90 640C92 560 86 510 80 472M310 640C308 560 314 510 320 472" fill="none" stroke="${shade}" stroke-width="4" stroke-linecap="round"/>`;

function suit({ cloth }: Traits): string {
  return [
    '<path d="M164 350L200 530L236 350L200 372Z" fill="#fdfefe"/>',
    `<path d="M200 530L194 640H206Z" fill="${cloth.shade}"/>`,
    `<path d="M162 346C152 366 144 372 136 378L126 432L150 440L142 456L200 534L164 368ZM238 346C248 366 256 372 264 378L274 432L250 440L258 456L200 534L236 368Z" fill="${cloth.light}"/>`,
    `<path d="M150 440L142 456L200 534M250 440L258 456L200 534" fill="none" stroke="${cloth.shade}" stroke-width="2.5"/>`,
    `<circle cx="200" cy="566" r="5" fill="${cloth.light}"/>`,
  ].join('');
}

function vest({ cloth, female }: Traits): string {
  const [left, right] = female ? [112, 288] : [100, 300];
  return [
    `<path d="M152 366C140 376 128 382 ${left + 6} 390C${left + 2} 450 ${left - 2} 540 ${left} 640H${right}C${right + 2} 540 ${right - 2} 450 ${right - 6} 390C272 382 260 376 248 366L200 506Z" fill="${cloth.base}"/>`,
    `<path d="M200 506V640" stroke="${cloth.shade}" stroke-width="3"/>`,
    `<path d="M152 366L200 506L248 366" fill="none" stroke="${cloth.light}" stroke-width="3"/>`,
    `<circle cx="207" cy="528" r="4" fill="${cloth.light}"/><circle cx="207" cy="566" r="4" fill="${cloth.light}"/>`,
  ].join('');
}

/** A tie; for women a small scarf, or an open collar with a shirt. */
function neckwear({ female, outfit, accent, skin }: Traits): string {
  if (!female)
    return [
      `<path d="M190 376H210L214 392L222 494L200 520L178 494L186 392Z" fill="${accent}"/>`,
      '<path d="M187 392H213L212 400H188Z" fill="#10233f" opacity=".28"/>',
    ].join('');
  if (outfit === 'shirt') return `<path d="M178 350L200 410L222 350L200 372Z" fill="${skin.shade}"/>`;
  return [
    `<path d="M172 346C182 364 218 364 228 346L236 364C222 382 178 382 164 364Z" fill="${accent}"/>`,
    `<path d="M200 374L222 404L208 436L194 398Z" fill="${accent}"/>`,
    '<path d="M190 366H210L212 386H188Z" fill="#fff" opacity=".22"/>',
  ].join('');
}

const plate = () =>
  '<rect x="238" y="470" width="58" height="20" rx="4" fill="#fffefa" stroke="#b98a2f" stroke-width="2"/><path d="M254 477H288M254 483H278" stroke="#66738a" stroke-width="2.4"/><circle cx="246.500" cy="480" r="4" fill="#c8402f"/>';
