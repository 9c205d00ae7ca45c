import type { Traits } from './traits.ts';

/** A hair style: what lies behind the head and what lies before the face. `w` is half the face's width. */
interface Style {
  behind(w: number): string;
  before(w: number): string;
  /** A lighter strand over the front part. */
  strand(w: number): string;
}
const L = (w: number) => 200 - w;
const R = (w: number) => 200 + w;
const none = () => '';

/** From the sideburns over the crown; the inner line is the hairline. */
const cap = (w: number, top: number, side: number, hairline: string) =>
  `M${L(w) - 4} ${side}C${L(w) - 16} 128 ${L(w) + 16} ${top} 200 ${top}C${R(w) - 16} ${top} ${R(w) + 16} 128 ${R(w) + 4} ${side}${hairline}Z`;

const male: readonly Style[] = [
  {
    // side part
    behind: none,
    before: (w) =>
      cap(
        w,
        84,
        204,
        `L${R(w) - 5} 172C${R(w) - 8} 152 ${R(w) - 26} 146 222 143C198 140 176 136 164 124C160 140 ${L(w) + 14} 148 ${L(w) + 6} 174L${L(w) - 1} 204`,
      ),
    strand: (w) => `M168 116C190 104 222 106 ${R(w) - 18} 132`,
  },
  {
    // crew cut
    behind: none,
    before: (w) =>
      cap(
        w - 2,
        92,
        192,
        `L${R(w) - 7} 164C${R(w) - 14} 144 ${R(w) - 30} 138 200 137C${L(w) + 30} 138 ${L(w) + 14} 144 ${L(w) + 7} 164L${L(w) - 1} 192`,
      ),
    strand: () => 'M166 112C184 102 214 102 232 111',
  },
  {
    // brushed back
    behind: none,
    before: (w) =>
      cap(
        w - 1,
        82,
        200,
        `L${R(w) - 5} 168C${R(w) - 12} 140 226 126 204 128C182 124 ${L(w) + 16} 138 ${L(w) + 6} 168L${L(w) - 1} 200`,
      ),
    strand: (w) => `M182 118C184 106 196 98 214 97M214 118C220 108 232 108 ${R(w) - 22} 116`,
  },
  {
    // receding
    behind: none,
    before: (w) =>
      cap(
        w - 2,
        94,
        202,
        `L${R(w) - 5} 172C${R(w) - 6} 152 ${R(w) - 16} 130 230 120C214 126 206 118 196 117C184 122 176 124 168 121C${L(w) + 16} 130 ${L(w) + 6} 152 ${L(w) + 5} 172L${L(w) - 1} 202`,
      ),
    strand: () => 'M178 108C192 101 212 101 226 108',
  },
  {
    // short fringe
    behind: none,
    before: (w) =>
      cap(
        w,
        83,
        206,
        `L${R(w) - 5} 176C${R(w) - 7} 164 ${R(w) - 10} 158 ${R(w) - 18} 152C230 158 222 152 212 156C200 150 192 160 180 153C170 162 ${L(w) + 22} 152 ${L(w) + 12} 162L${L(w) + 5} 178L${L(w) - 1} 206`,
      ),
    strand: (w) => `M160 128C176 108 210 102 ${R(w) - 26} 118`,
  },
];

const swept = (w: number) =>
  `L${R(w) - 4} 184C${R(w) - 4} 160 ${R(w) - 22} 148 216 134C206 128 198 122 190 118C184 138 ${L(w) + 16} 150 ${L(w) + 5} 186L${L(w) - 3} 204`;

const female: readonly Style[] = [
  {
    // chin-length bob with a side part
    behind: (w) =>
      `M${L(w) - 14} 190C${L(w) - 22} 108 150 76 200 76C250 76 ${R(w) + 22} 108 ${R(w) + 14} 190C${R(w) + 20} 230 ${R(w) + 16} 270 ${R(w) + 2} 292C230 306 170 306 ${L(w) - 2} 292C${L(w) - 16} 270 ${L(w) - 20} 230 ${L(w) - 14} 190Z`,
    before: (w) =>
      `M${L(w) - 13} 196C${L(w) - 18} 116 152 76 200 76C248 76 ${R(w) + 18} 116 ${R(w) + 13} 196C${R(w) + 17} 232 ${R(w) + 12} 262 ${R(w) + 1} 284C${R(w) - 3} 262 ${R(w) - 1} 214 ${R(w) - 5} 190C${R(w) - 10} 160 222 146 186 116C180 142 ${L(w) + 12} 156 ${L(w) + 5} 192C${L(w) + 1} 220 ${L(w) + 3} 262 ${L(w) - 1} 284C${L(w) - 12} 262 ${L(w) - 17} 232 ${L(w) - 13} 196Z`,
    strand: (w) => `M192 104C224 108 ${R(w) - 10} 132 ${R(w) + 3} 182`,
  },
  {
    // low bun, swept fringe
    behind: () => 'M238 268a25 23 0 1 1 1 .1Z',
    before: (w) => cap(w, 78, 204, swept(w)),
    strand: (w) => `M196 106C224 110 ${R(w) - 14} 126 ${R(w) - 3} 164`,
  },
  {
    // ponytail over the shoulder
    behind: (w) => `M${R(w) - 14} 236C${R(w) + 22} 258 ${R(w) + 18} 330 ${R(w) - 2} 398C${R(w) - 18} 372 ${R(w) - 28} 330 ${R(w) - 26} 270Z`,
    before: (w) =>
      cap(
        w,
        79,
        206,
        `L${R(w) - 4} 184C${R(w) - 8} 152 226 138 204 128C196 124 ${L(w) + 22} 132 ${L(w) + 4} 184L${L(w) - 3} 206`,
      ),
    strand: (w) => `M170 112C186 98 216 98 ${R(w) - 26} 114`,
  },
  {
    // short, softly waved
    behind: (w) =>
      `M${L(w) - 12} 236C${L(w) - 32} 208 ${L(w) - 28} 150 ${L(w) - 8} 124C${L(w) + 8} 88 168 74 200 74C232 74 ${R(w) - 8} 88 ${R(w) + 8} 124C${R(w) + 28} 150 ${R(w) + 32} 208 ${R(w) + 12} 236C${R(w)} 250 ${L(w)} 250 ${L(w) - 12} 236Z`,
    before: (w) =>
      `M${L(w) - 2} 226C${L(w) - 26} 206 ${L(w) - 22} 146 ${L(w) - 2} 122C158 80 242 80 ${R(w) + 2} 122C${R(w) + 22} 146 ${R(w) + 26} 206 ${R(w) + 2} 226C${R(w) + 4} 204 ${R(w) + 2} 186 ${R(w) - 6} 172C${R(w) - 8} 152 234 150 226 140C208 150 192 138 178 136C168 152 ${L(w) + 10} 150 ${L(w) + 6} 174C${L(w) - 2} 188 ${L(w) - 4} 206 ${L(w) - 2} 226Z`,
    strand: () => 'M164 118C180 100 214 98 238 116M152 140C156 130 162 126 170 124',
  },
  {
    // shoulder-length, behind the shoulders
    behind: (w) =>
      `M${L(w) - 12} 190C${L(w) - 20} 108 150 78 200 78C250 78 ${R(w) + 20} 108 ${R(w) + 12} 190C${R(w) + 16} 262 ${R(w) + 22} 316 ${R(w) + 20} 368C230 384 170 384 ${L(w) - 20} 368C${L(w) - 22} 316 ${L(w) - 16} 262 ${L(w) - 12} 190Z`,
    before: (w) =>
      `M${L(w) - 9} 250C${L(w) - 16} 200 ${L(w) - 14} 78 200 78C${R(w) + 14} 78 ${R(w) + 16} 200 ${R(w) + 9} 250C${R(w) + 3} 232 ${R(w) - 1} 206 ${R(w) - 4} 186C${R(w) - 8} 156 226 142 204 122C176 142 ${L(w) + 12} 156 ${L(w) + 4} 186C${L(w) + 1} 206 ${L(w) - 3} 232 ${L(w) - 9} 250Z`,
    strand: (w) => `M212 106C238 116 ${R(w) - 4} 140 ${R(w) + 2} 196`,
  },
  {
    // high bun, no fringe
    behind: () => 'M200 40a27 25 0 1 1-.1 0Z',
    before: (w) =>
      cap(
        w,
        78,
        204,
        `L${R(w) - 4} 182C${R(w) - 10} 146 228 128 200 128C172 128 ${L(w) + 10} 146 ${L(w) + 4} 182L${L(w) - 3} 204`,
      ),
    strand: () => 'M176 104C190 94 212 94 226 104',
  },
];

export function hairOf(traits: Traits): { behind: string; before: string } {
  const styles = traits.female ? female : male;
  const style = styles[traits.style];
  if (style === undefined) throw new RangeError(`no hair style ${traits.style}`);
  const { base, light } = traits.hair;
  const behind = style.behind(traits.cheek);
  return {
    behind: behind === '' ? '' : `<path d="${behind}" fill="${base}"/>`,
    before: `<path d="${style.before(traits.cheek)}" fill="${base}"/><path d="${style.strand(traits.cheek)}" fill="none" stroke="${light}" stroke-width="5" stroke-linecap="round"/>`,
  };
}
