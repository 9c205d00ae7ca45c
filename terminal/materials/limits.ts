/** Most bytes of a document unless the item says otherwise. */
export const MAX_DOCUMENT_BYTES = 10_000_000;
/** DA/T 31-2017, 6.2: least resolution of a digitised page, dots an inch. */
export const MIN_DPI = 200;
export const MAX_PAGES = 200;
/** Of one imported file, bytes. */
export const MAX_IMPORT_BYTES = 50_000_000;
/** Of all pages of one document together, bytes: they are in memory at once. */
export const MAX_INPUT_BYTES = 400_000_000;
/** Of one picture: A3 at 450 dpi, A4 at 600 dpi. Decoded it takes four bytes each. */
export const MAX_PIXELS = 45_000_000;
/** Longest side of a picture, as the contract has it. */
export const MAX_SIDE_PX = 40_000;
