import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** One's own jobs, newest first; the live feed tells when one went on. */
export function useJobs() {
  return useQuery({ queryKey: ['jobs'], queryFn: () => take(api.GET('/jobs')), select: ({ rows }) => rows });
}
