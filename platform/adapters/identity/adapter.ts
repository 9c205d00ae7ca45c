import type { KnownPerson } from '../../../contracts/hub/sign-in-api.ts';
import type { Failure, Result } from '../../../contracts/result.ts';

/**
 * forged: no code of that system · expired: too old, or used before · refused: the system knows the person and does not
 * let them in (frozen, not verified) · failed: it cannot be asked now, or its answer is none. `detail` is for staff: what
 * was answered, without what was asked.
 */
export type IdentityFailure = Failure<'forged' | 'expired' | 'refused' | 'failed'>;

/** The upper identity system (统一身份认证), as far as signing in knows it. Never throws, never longer than its time-out. */
export interface IdentityAdapter {
  /** Whose QR (电子证照/身份码) this is. */
  byCode(code: string): Promise<Result<KnownPerson, IdentityFailure>>;
  /** Whose phone it is; null: nobody's that the system knows. */
  byPhone(phone: string): Promise<Result<KnownPerson | null, IdentityFailure>>;
}
