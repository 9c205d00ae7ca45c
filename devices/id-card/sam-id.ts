export const SAM_ID_BYTES = 16;

/**
 * The 16 bytes of the SAM id (安全模块号) as they are printed on the reader: `05.01-20260131-0000012345-0000067890`.
 * Little-endian: two 16-bit numbers, then three of 32 bits (date of making, two serials).
 * [assumed] Ten digits for the serials: public code prints nine or ten.
 */
export function samIdText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, SAM_ID_BYTES);
  const short = (at: number) => String(view.getUint16(at, true)).padStart(2, '0');
  const long = (at: number, digits: number) => String(view.getUint32(at, true)).padStart(digits, '0');
  return `${short(0)}.${short(2)}-${long(4, 8)}-${long(8, 10)}-${long(12, 10)}`;
}
