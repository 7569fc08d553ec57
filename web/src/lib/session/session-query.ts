// Who is signed in, and with which rights.
import { queryOptions } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => take(api.GET('/session')),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});
