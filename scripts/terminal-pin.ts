/** `npm run terminal:pin`: reads a staff PIN (4 to 12 digits) from the first line of stdin, prints `staffPin` for terminal.json. */
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { hashPin } from '../terminal/staff-pin.ts';

const input = createInterface({ input: process.stdin, output: process.stderr });
const pin = (await input.question('PIN (4–12 digits): ')).trim();
input.close();
if (!/^\d{4,12}$/.test(pin)) {
  process.stderr.write('A PIN is 4 to 12 digits. 密码为4至12位数字。\n');
  process.exit(2);
}
process.stdout.write(`${hashPin(pin, randomBytes(16))}\n`);
