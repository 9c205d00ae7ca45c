import { expect, it } from 'vitest';
import { runHid } from './run.ts';

it('drives virtual HID devices on a real kernel, or says why not', { timeout: 310_000 }, async () => {
  const outcome = await runHid();
  expect(outcome).toMatch(/^passed$|^skipped: /);
  if (outcome !== 'passed') process.stdout.write(`HID over QEMU ${outcome}\n`);
});
