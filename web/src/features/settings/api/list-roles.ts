import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** All roles. */
export function useRoles() {
  return useQuery({ queryKey: ['roles'], queryFn: async () => (await take(api.GET('/roles'))).rows });
}
