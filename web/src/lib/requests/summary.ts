import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** The figures beside the navigation. */
export function useSummary() {
  return useQuery({ queryKey: ['summary'], queryFn: () => take(api.GET('/summary')), staleTime: 30_000 })
    .data;
}
