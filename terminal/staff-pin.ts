import { scryptSync, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../contracts/clock.ts';
import { fail, ok, type Result } from '../contracts/result.ts';

/** `scrypt$<salt hex>$<hash hex>` of a staff PIN, as `terminal.json` keeps it. */
export function hashPin(pin: string, salt: Uint8Array): string {
  const hash = scryptSync(pin, salt, 32, { N: 16_384, r: 8, p: 1 });
  return `scrypt$${Buffer.from(salt).toString('hex')}$${hash.toString('hex')}`;
}

export const PIN_TRIES = 5;
export const PIN_LOCK_MS = 5 * 60_000;

/** Checks the PIN that leaves the kiosk; after five wrong ones it is locked for five minutes. */
export function createPinCheck(stored: string | undefined, clock: Clock): (pin: string) => Result<null> {
  let wrong = 0;
  let lockedUntil = 0;
  return (pin) => {
    if (stored === undefined) return fail('pin.wrong', 'no PIN is configured');
    if (clock.boottimeMs() < lockedUntil) return fail('pin.locked');
    const salt = Buffer.from(stored.split('$')[1] ?? '', 'hex');
    if (timingSafeEqual(Buffer.from(hashPin(pin, salt)), Buffer.from(stored))) {
      wrong = 0;
      return ok(null);
    }
    wrong += 1;
    if (wrong < PIN_TRIES) return fail('pin.wrong');
    wrong = 0;
    lockedUntil = clock.boottimeMs() + PIN_LOCK_MS;
    return fail('pin.locked');
  };
}
