import type { Answer } from '../client.ts';

/** Sends values one at a time; of those that come while one is under way only the latest follows. */
export interface LatestSender<T> {
  push(value: T): void;
  /** Resolves when nothing is under way or waiting any more. */
  settled(): Promise<void>;
}

/** `send` must never reject. `onAnswer` hears of each answer. */
export function createLatestSender<T>(
  send: (value: T) => Promise<Answer>,
  onAnswer: (answer: Answer) => void,
): LatestSender<T> {
  let next: { value: T } | null = null;
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (next !== null) {
      const { value } = next;
      next = null;
      onAnswer(await send(value));
    }
    running = null;
  }

  return {
    push(value) {
      next = { value };
      running ??= run();
    },
    settled: () => running ?? Promise.resolve(),
  };
}
