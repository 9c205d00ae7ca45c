/** RIFF header, `fmt ` chunk of PCM, head of the data chunk (Microsoft, Multimedia Programming Interface 1.0). */
const HEADER_BYTES = 44;

/**
 * A WAV file that a program wrote into a pipe: it could not know its length, so the lengths in its header are put right.
 * null: no such file, or one without a sample.
 */
export function mendedWav(bytes: Buffer): Buffer | null {
  if (bytes.length <= HEADER_BYTES) return null;
  const isWav =
    bytes.toString('latin1', 0, 4) === 'RIFF' &&
    bytes.toString('latin1', 8, 16) === 'WAVEfmt ' &&
    bytes.toString('latin1', 36, 40) === 'data';
  if (!isWav) return null;
  const mended = Buffer.from(bytes);
  mended.writeUInt32LE(bytes.length - 8, 4);
  mended.writeUInt32LE(bytes.length - HEADER_BYTES, 40);
  return mended;
}
