import { useEffect, useState } from 'react';

/** Object URLs of pictures that the service keeps by hash; the oldest is let go when there are too many. */
export interface Pictures {
  /** URL of the picture, or null when it is not to be had now. */
  url(sha256: string): Promise<string | null>;
}

/** A window's staff (200 at most) are shown one at a time; slides are 50 at most. */
const KEPT = 64;
/** A picture that was not there may have been fetched since, ms. */
const RETRY_MS = 10_000;

export function createPictures(
  load: (sha256: string) => Promise<Blob | null>,
  urls: Pick<typeof URL, 'createObjectURL' | 'revokeObjectURL'>,
): Pictures {
  const kept = new Map<string, Promise<string | null>>();

  async function fetch(sha256: string): Promise<string | null> {
    const blob = await load(sha256);
    if (blob === null) {
      kept.delete(sha256);
      return null;
    }
    return urls.createObjectURL(blob);
  }

  function letGo(): void {
    const [oldest] = kept;
    if (oldest === undefined) return;
    kept.delete(oldest[0]);
    void oldest[1].then((url) => {
      if (url !== null) urls.revokeObjectURL(url);
    });
  }

  return {
    url(sha256) {
      const known = kept.get(sha256);
      if (known !== undefined) {
        kept.delete(sha256);
        kept.set(sha256, known);
        return known;
      }
      if (kept.size >= KEPT) letGo();
      const url = fetch(sha256);
      kept.set(sha256, url);
      return url;
    },
  };
}

/** URL of a picture once it is there; tries again while it is not. */
export function usePicture(pictures: Pictures, sha256: string | null): string | null {
  const [shown, setShown] = useState<{ sha256: string; url: string } | null>(null);
  useEffect(() => {
    if (sha256 === null) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      const url = await pictures.url(sha256);
      if (over) return;
      if (url === null) timer = setTimeout(look, RETRY_MS);
      else setShown({ sha256, url });
    };
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [pictures, sha256]);
  return shown !== null && shown.sha256 === sha256 ? shown.url : null;
}
