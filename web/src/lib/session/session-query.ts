// Who is signed in, and with which rights.
import { queryOptions } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { noteSignedIn } from './known-here';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const session = await take(api.GET('/session'));
    noteSignedIn(session);
    return session;
  },
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});
