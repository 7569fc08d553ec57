import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** The outgoing server's settings. */
export function useTransport() {
  return useQuery({ queryKey: ['transport'], queryFn: () => take(api.GET('/transport')) });
}
