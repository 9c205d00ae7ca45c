import { MAX_VIDEO_BYTES } from '../../../contracts/video.ts';
import { readWebm } from '../../../contracts/webm.ts';
import type { Bytes } from './bytes.ts';
import type { PictureFacts } from './picture.ts';

/** null: no WebM film, a longer one than the hall takes, or one with sound, which nobody has agreed to. */
export async function readSilentWebm(bytes: Bytes): Promise<PictureFacts | null> {
  if (bytes.size > MAX_VIDEO_BYTES) return null;
  const film = readWebm(await bytes.read(0, bytes.size));
  return film === null || film.hasOtherTracks ? null : film;
}
