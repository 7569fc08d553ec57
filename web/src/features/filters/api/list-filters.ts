import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** All filters in the order they are tried. */
export function useFilters() {
  return useQuery({ queryKey: ['filters'], queryFn: async () => (await take(api.GET('/filters'))).rows });
}
