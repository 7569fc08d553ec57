import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** The filters' ids and names, for choosing one; only with the right to filters. */
export function useFilterNames(enabled: boolean) {
  const query = useQuery({
    queryKey: ['filters', 'names'],
    queryFn: () => take(api.GET('/filters')),
    enabled,
    staleTime: 60_000,
  });
  return (query.data?.rows ?? []).map(({ id, name }) => ({ id, name }));
}
