import { useQuery } from '@tanstack/react-query';
import { useClient } from '../api/context.tsx';

/** Names of the hall, its departments, windows and tags: asked once, fresh for ten minutes. */
export function usePlaces() {
  const client = useClient();
  return useQuery({
    queryKey: ['places'],
    queryFn: ({ signal }) => client.places(undefined, { signal }),
    staleTime: 600_000,
  });
}
