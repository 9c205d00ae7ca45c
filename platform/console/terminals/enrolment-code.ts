import { randomInt } from 'node:crypto';

/** Crockford's base 32: no letter that is easily taken for another sign. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 4;
const GROUP = 5;

/** A one-time code that a technician can read and type: `7K3QX-…`, 20 signs, 100 random bits. */
export const newEnrolmentCode = (random: (max: number) => number = randomInt): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP }, () => SIGNS.charAt(random(SIGNS.length))).join(''),
  ).join('-');
