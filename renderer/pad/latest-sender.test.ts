import { expect, test } from 'vitest';
import type { Answer } from '../client.ts';
import { createLatestSender } from './latest-sender.ts';

function harness() {
  const sent: number[] = [];
  const answers: Answer[] = [];
  const waiting: ((a: Answer) => void)[] = [];
  const sender = createLatestSender<number>(
    (value) => {
      sent.push(value);
      return new Promise((resolve) => waiting.push(resolve));
    },
    (answer) => answers.push(answer),
  );
  return { sender, sent, answers, answer: (a: Answer = { ok: true }) => waiting.shift()?.(a) };
}

test('one at a time, and of those that come meanwhile only the latest', async () => {
  const { sender, sent, answer } = harness();
  for (const value of [1, 2, 3]) sender.push(value);
  expect(sent).toEqual([1]);
  answer();
  await expect.poll(() => sent).toEqual([1, 3]);
});

test('is settled when the last one is answered', async () => {
  const { sender, answers, answer } = harness();
  await sender.settled();
  sender.push(1);
  sender.push(2);
  let settled = false;
  const done = sender.settled().then(() => {
    settled = true;
  });
  answer({ ok: false, code: 'busy' });
  await expect.poll(() => answers.length).toBe(1);
  expect(settled).toBe(false);
  answer();
  await done;
  expect(answers).toEqual([{ ok: false, code: 'busy' }, { ok: true }]);
});

test('goes on after it was settled', async () => {
  const { sender, sent, answer } = harness();
  sender.push(1);
  answer();
  await sender.settled();
  sender.push(2);
  expect(sent).toEqual([1, 2]);
  answer();
});
