import { useCallback } from 'react';
import type { Terminal } from '../connectors.ts';
import { callService, LATE, LOST, type Reply } from '../maintenance/calls.ts';
import { useKiosk } from './context.ts';

/** Longest wait for the service, ms: it may ask the hub. */
const PATIENCE_MS = 12_000;
/** Where the service fetches a document from the hub first, ms. */
export const FETCH_PATIENCE_MS = 90_000;

/** Asks the terminal service something and gives what it answers; `busy` when it gave no answer. Never rejects. */
export function useAsk(
  patienceMs = PATIENCE_MS,
): <T>(question: (terminal: Terminal) => Promise<Reply<T>>) => Promise<Reply<T>> {
  const { link, delay } = useKiosk();
  return useCallback(
    async (question) => {
      const reply = await callService(link, delay, patienceMs, question);
      const isUnanswered = !reply.ok && (reply.code === LATE || reply.code === LOST);
      return isUnanswered ? { ok: false, code: 'busy' } : reply;
    },
    [link, delay, patienceMs],
  );
}
