import { useCallback } from 'react';
import type { Terminal } from '../connectors.ts';
import { within } from '../waiting.ts';
import { useKiosk } from './context.ts';

/** What a question came to; `code` is of `errors.ts`, `busy` when the service gave no answer in time. */
export type Reply<T> = { ok: true; value: T } | { ok: false; code: string };

/** Longest wait for the service, ms: it may ask the hub. */
const PATIENCE_MS = 12_000;

/** Asks the terminal service something and gives what it answers. Never rejects. */
export function useAsk(): <T>(question: (terminal: Terminal) => Promise<Reply<T>>) => Promise<Reply<T>> {
  const { link, delay } = useKiosk();
  return useCallback(
    async (question) => {
      const line = link.line();
      if (line === null) return { ok: false, code: 'busy' };
      const answered = within(delay, PATIENCE_MS, question(line.terminal), line.gone);
      return answered.catch(() => ({ ok: false, code: 'busy' }));
    },
    [link, delay],
  );
}
