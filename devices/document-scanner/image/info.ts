/** What the bytes of one picture say of themselves. */
export interface ImageInfo {
  type: 'image/jpeg' | 'image/png';
  widthPx: number;
  heightPx: number;
  /** Null where the picture does not say, or says different ones across and down. */
  dpi: number | null;
  /** Bytes of the picture; what follows is padding. */
  length: number;
}
