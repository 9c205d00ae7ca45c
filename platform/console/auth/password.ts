import { hash, parseOptions, verify } from '@node-rs/argon2';
import { slots } from './slots.ts';

/**
 * argon2id, m = 32 MiB, t = 3, p = 1: above the minimum of the OWASP Password Storage Cheat Sheet (19 MiB, 2, 1).
 * The library's default algorithm is argon2id, version 19, with a random 16-byte salt.
 */
const COST = { memoryCost: 32 * 1024, timeCost: 3, parallelism: 1, outputLen: 32 } as const;

/**
 * Every hashing and verifying runs in one of these: two at once and sixty waiting bound what a flood of sign-ins can
 * take to 64 MiB and two threads.
 */
export const hashing = slots(2, 60);

/** PHC string of a password. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

export const verifyPassword = (phc: string, password: string): Promise<boolean> => verify(phc, password);

/** Was it hashed with other parameters than today's? Then the next sign-in hashes it anew. */
export function isOutdated(phc: string): boolean {
  const was = parseOptions(phc);
  return (
    was.memoryCost !== COST.memoryCost ||
    was.timeCost !== COST.timeCost ||
    was.parallelism !== COST.parallelism
  );
}

/**
 * A hash of today's parameters that no password fits: an unknown login is verified against it, and so takes
 * as long as a known one.
 */
export const NOBODY = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;
