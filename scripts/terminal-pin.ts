/**
 * `npm run terminal:pin`: reads a staff PIN (4 to 12 digits) from the first line of stdin, prints `staffPin` for
 * terminal.json. `npm run terminal:pin -- --badge`: reads the code on a staff badge (held to a scanner that types, or
 * typed), prints an entry of `staffBadges`.
 */
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { hashSecret } from '../terminal/staff-pin.ts';

const KINDS = {
  pin: {
    question: 'PIN (4–12 digits): ',
    rule: /^\d{4,12}$/,
    refusal: 'A PIN is 4 to 12 digits. 密码为4至12位数字。',
  },
  badge: {
    question: 'Badge code (6–200 characters): ',
    rule: /^\P{Cc}{6,200}$/u,
    refusal: 'The code on a badge is 6 to 200 characters. 工牌码为6至200个字符。',
  },
};

const { values } = parseArgs({ options: { badge: { type: 'boolean', default: false } } });
const kind = values.badge ? KINDS.badge : KINDS.pin;
const input = createInterface({ input: process.stdin, output: process.stderr });
const secret = (await input.question(kind.question)).trim();
input.close();
if (!kind.rule.test(secret)) {
  process.stderr.write(`${kind.refusal}\n`);
  process.exit(2);
}
process.stdout.write(`${hashSecret(secret, randomBytes(16))}\n`);
