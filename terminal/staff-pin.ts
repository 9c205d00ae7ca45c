import { scrypt, scryptSync, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock } from '../contracts/clock.ts';
import type { TerminalConfig } from '../contracts/config.ts';
import { fail, ok, type Result } from '../contracts/result.ts';

const KEY_BYTES = 32;
const COST = { N: 16_384, r: 8, p: 1 };
const scryptAsync = promisify<string, Uint8Array, number, typeof COST, Buffer>(scrypt);

/** `scrypt$<salt hex>$<hash hex>` of a staff PIN or of the code on a badge, as `terminal.json` keeps it. */
export const hashSecret = (secret: string, salt: Uint8Array): string =>
  stored(salt, scryptSync(secret, salt, KEY_BYTES, COST));

const stored = (salt: Uint8Array, hash: Uint8Array): string =>
  `scrypt$${Buffer.from(salt).toString('hex')}$${Buffer.from(hash).toString('hex')}`;
const saltOf = (hash: string): Uint8Array => Buffer.from(hash.split('$')[1] ?? '', 'hex');
const same = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a), Buffer.from(b));

export const PIN_TRIES = 5;
export const PIN_LOCK_MS = 5 * 60_000;

/** How staff prove themselves at a terminal. Wrong PINs and wrong badges count together: five lock both for five minutes. */
export interface StaffCheck {
  pin(pin: string): Result<null>;
  /** The code on a badge, as a scanner read it. Hashing goes on beside the event loop. */
  badge(code: string): Promise<Result<null>>;
}

export function createStaffCheck(
  config: Pick<TerminalConfig, 'staffPin' | 'staffBadges'>,
  clock: Clock,
): StaffCheck {
  let wrong = 0;
  let lockedUntil = 0;
  const isLocked = () => clock.boottimeMs() < lockedUntil;

  function right(): Result<null> {
    wrong = 0;
    return ok(null);
  }
  function refused(code: 'pin.wrong' | 'badge.wrong'): Result<null> {
    wrong += 1;
    if (wrong < PIN_TRIES) return fail(code);
    wrong = 0;
    lockedUntil = clock.boottimeMs() + PIN_LOCK_MS;
    return fail('pin.locked');
  }

  return {
    pin(pin) {
      if (config.staffPin === undefined) return fail('pin.wrong', 'no PIN is configured');
      if (isLocked()) return fail('pin.locked');
      return same(hashSecret(pin, saltOf(config.staffPin)), config.staffPin) ? right() : refused('pin.wrong');
    },
    async badge(code) {
      for (const badge of config.staffBadges) {
        if (isLocked()) return fail('pin.locked');
        const salt = saltOf(badge);
        if (same(stored(salt, await scryptAsync(code, salt, KEY_BYTES, COST)), badge))
          return isLocked() ? fail('pin.locked') : right();
      }
      return isLocked() ? fail('pin.locked') : refused('badge.wrong');
    },
  };
}
