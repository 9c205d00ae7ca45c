import { useCallback, useEffect, useReducer } from 'react';
import { uuid } from '../../contracts/primitives.ts';
import type { CounterClient } from '../api/client.ts';
import { codeOf } from '../api/failure.ts';
import { wait } from '../lib/follow.ts';
import { type Desk, deskStep } from './desk.ts';
import type { Draft } from './request-form.tsx';
import { watch } from './watch.ts';

/** The request that this tab watches, so that a reload goes on watching it. */
const STORED = 'hall.counter.request';

export interface DeskActions {
  desk: Desk;
  send: (draft: Draft) => void;
  cancel: () => void;
  clear: () => void;
}

/** The desk's state and the calls that move it. */
export function useDesk(client: CounterClient, unauthorised: () => void): DeskActions {
  const [desk, dispatch] = useReducer(deskStep, { kind: 'free' });
  const watched = desk.kind === 'open' || desk.kind === 'over' ? desk.request : null;
  const watchedId = watched?.id ?? null;
  const openId = desk.kind === 'open' ? desk.request.id : null;

  const failed = useCallback(
    (type: 'refused' | 'cancelFailed', error: unknown) => {
      const code = codeOf(error);
      if (code === 'auth.required' || code === 'auth.failed') unauthorised();
      dispatch({ type, code });
    },
    [unauthorised],
  );

  useEffect(() => {
    const stored = uuid.safeParse(sessionStorage.getItem(STORED));
    if (!stored.success) return;
    client.get({ id: stored.data }).then(
      (request) => dispatch({ type: 'heard', request, nowMs: performance.now() }),
      () => sessionStorage.removeItem(STORED),
    );
  }, [client]);

  useEffect(() => {
    if (openId !== null) sessionStorage.setItem(STORED, openId);
    else if (desk.kind !== 'sending') sessionStorage.removeItem(STORED);
  }, [openId, desk.kind]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: one watch per request; it keeps the state by itself
  useEffect(() => {
    if (watched === null) return;
    const stop = new AbortController();
    void watch(watched, {
      get: (input, signal) => client.get(input, { signal }),
      heard: (request) => dispatch({ type: 'heard', request, nowMs: performance.now() }),
      lost: () => dispatch({ type: 'lost' }),
      gone: () => dispatch({ type: 'gone' }),
      unauthorised,
      wait,
      nowMs: () => performance.now(),
      random: Math.random,
      signal: stop.signal,
    });
    return () => stop.abort();
  }, [watchedId, client, unauthorised]);

  const send = useCallback(
    (draft: Draft) => {
      dispatch({ type: 'send' });
      const itemName = draft.itemName.trim();
      client
        .create({ caseNo: draft.caseNo.trim(), stage: draft.stage, ...(itemName === '' ? {} : { itemName }) })
        .then(
          (request) => dispatch({ type: 'heard', request, nowMs: performance.now() }),
          (error) => failed('refused', error),
        );
    },
    [client, failed],
  );

  const cancel = useCallback(() => {
    if (openId === null) return;
    dispatch({ type: 'cancel' });
    client.cancel({ id: openId }).then(
      (request) => dispatch({ type: 'heard', request, nowMs: performance.now() }),
      (error) => failed('cancelFailed', error),
    );
  }, [client, openId, failed]);

  const clear = useCallback(() => dispatch({ type: 'clear' }), []);
  return { desk, send, cancel, clear };
}
