import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** The organisation's own settings. */
export function useOrganisation() {
  return useQuery({ queryKey: ['organisation'], queryFn: () => take(api.GET('/organisation')) });
}
