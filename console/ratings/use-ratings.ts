import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { RatingRow } from '../../contracts/hub/console-api.ts';
import { useClient } from '../api/context.tsx';
import { follow, wait } from '../lib/follow.ts';
import { mergeFresh } from './fresh.ts';
import { toFilter } from './query.ts';
import type { Place } from './use-query.ts';

/** A burst of arrivals asks for the list at most this often, ms. */
const ASK_EVERY_MS = 2_000;
/** Asked even when the live channel is silent: it may be silent because it is broken. */
const ASK_ANYWAY_MS = 60_000;

/** One page of the list. What is shown stays put until the reader asks for what is new. */
export function useRatingPage(place: Place) {
  const client = useClient();
  return useQuery({
    queryKey: ['ratings', place.key, place.pages.after ?? ''],
    queryFn: ({ signal }) =>
      client.ratings.list(
        {
          filter: toFilter(place.query, Date.now()),
          ...(place.pages.after === undefined ? {} : { after: place.pages.after }),
        },
        { signal },
      ),
    placeholderData: keepPreviousData,
    refetchOnReconnect: false,
  });
}

/** Counts per level over the query without its own choice of levels, so that the choice can be widened again. */
export function useSummary(place: Place) {
  const client = useClient();
  const query = useMemo(() => ({ ...place.query, levels: [] }), [place.query]);
  return useQuery({
    queryKey: ['summary', query],
    queryFn: ({ signal }) => client.ratings.summary({ filter: toFilter(query, Date.now()) }, { signal }),
    placeholderData: keepPreviousData,
  });
}

export interface Fresh {
  /** How many ratings of this query came in since; at most a page. */
  count: number;
  live: 'connecting' | 'up' | 'down';
  /** The shown rows, brought up to date in place. */
  rows: RatingRow[];
  show: () => void;
}

/** Watches for ratings that belong at the top of the first page. */
export function useFresh(place: Place, shown: RatingRow[] | undefined): Fresh {
  const client = useClient();
  const queries = useQueryClient();
  const first = place.pages.after === undefined;
  const [live, setLive] = useState<Fresh['live']>('connecting');
  const freshKey = useMemo(() => ['fresh', place.key], [place.key]);

  const fresh = useQuery({
    queryKey: freshKey,
    queryFn: ({ signal }) => client.ratings.list({ filter: toFilter(place.query, Date.now()) }, { signal }),
    enabled: first && shown !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchInterval: ASK_ANYWAY_MS,
    refetchOnReconnect: false,
    retry: false,
  });

  useEffect(() => {
    if (!first) return;
    const stop = new AbortController();
    let missed = false;
    let pending: ReturnType<typeof setTimeout> | null = null;
    const look = () => {
      pending ??= setTimeout(() => {
        pending = null;
        void queries.invalidateQueries({ queryKey: freshKey });
      }, ASK_EVERY_MS);
    };
    void follow({
      open: (signal) => client.ratings.live(undefined, { signal }),
      up: () => {
        setLive('up');
        if (missed) look();
        missed = false;
      },
      on: look,
      down: () => {
        setLive('down');
        missed = true;
      },
      wait,
      random: Math.random,
      signal: stop.signal,
    });
    return () => {
      stop.abort();
      if (pending !== null) clearTimeout(pending);
    };
  }, [client, queries, freshKey, first]);

  const { count, rows } = useMemo(
    () => mergeFresh(shown ?? [], first ? (fresh.data?.rows ?? []) : []),
    [shown, first, fresh.data],
  );

  return {
    count,
    live,
    rows,
    show: () => {
      if (fresh.data) queries.setQueryData(['ratings', place.key, ''], fresh.data);
      void queries.invalidateQueries({ queryKey: ['summary'] });
    },
  };
}
