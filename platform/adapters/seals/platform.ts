import type { Seal } from '../../../contracts/seal.ts';
import type { Answer } from '../../refusal.ts';

/** What shall be sealed. */
export interface SealWish {
  uscc: string;
  /** Of the document. */
  sha256: string;
  title: string;
}
export interface SealGiven {
  seal: Seal;
  /** PNG. */
  picture: Buffer;
}

/**
 * The e-seal platform (电子印章系统), as far as the hall knows it. Never throws, never longer than its time-out.
 * `seal.platformAway`: no answer in time, none of the interface, or a seal that does not hold.
 */
export interface SealPlatform {
  /** `seal.none`: the enterprise has none · `seal.suspended` · `seal.tooSoon`. */
  request(wish: SealWish): Promise<Answer<{ ticket: string; sentTo: string; leftMs: number }>>;
  /** `seal.wrongCode`, `seal.expired`. */
  confirm(
    wish: Pick<SealWish, 'uscc' | 'sha256'> & { ticket: string; code: string },
  ): Promise<Answer<SealGiven>>;
}
