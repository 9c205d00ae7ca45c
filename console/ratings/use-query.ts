import { useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { type Pages, usePages } from '../lib/use-pages.ts';
import { type RatingQuery, readQuery, writeQuery } from './query.ts';

export interface Place {
  query: RatingQuery;
  /** The query as text: same text, same question. */
  key: string;
  pages: Pages;
  /** Changes a part of the question as it stands at this moment, which may be newer than what is painted. */
  ask: (change: (now: RatingQuery) => Partial<RatingQuery>) => void;
  askAnew: (query: RatingQuery) => void;
  /** The address of a rating's story above this place, and the way back. */
  storyPath: (id: string) => string;
  listPath: string;
}

/** Where in the list of ratings the reader is: all of it stands in the address. */
export function usePlace(): Place {
  const { search } = useLocation();
  const navigate = useNavigate();
  const { query, key } = useMemo(() => {
    const read = readQuery(new URLSearchParams(search));
    return { query: read, key: writeQuery(read).toString() };
  }, [search]);
  const pages = usePages('/ratings', key);

  return useMemo(() => {
    const askAnew = (next: RatingQuery) =>
      void navigate({ pathname: '/ratings', search: writeQuery(next).toString() });
    return {
      query,
      key,
      pages,
      ask: (change) => {
        const now = readQuery(new URLSearchParams(window.location.search));
        askAnew({ ...now, ...change(now) });
      },
      askAnew,
      storyPath: (id) => `/ratings/${id}${search}`,
      listPath: `/ratings${search}`,
    };
  }, [query, key, pages, navigate, search]);
}
