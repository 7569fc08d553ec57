import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

const KEY = ['all-settings'];

/** All settings of the organisation, and what the operator set. */
export function useAllSettings() {
  return useQuery({ queryKey: KEY, queryFn: async () => (await take(api.GET('/settings'))).rows });
}

/** Whether the operator has no address that mail of unproved domains could leave from; not while that is not known. */
export function useLacksOperatorAddress(): boolean {
  const setting = useAllSettings().data?.find(({ name }) => name === 'installation.rewrite_from');
  return setting !== undefined && !setting.value;
}

/** Sets one by its name; null is what it is by default. Its own page shows it anew. */
export function useSetSetting(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (value: unknown) =>
      (await take(api.PUT('/settings/{name}', { params: { path: { name } }, body: { value } }))).rows,
    onSuccess: async (rows) => {
      client.setQueryData(KEY, rows);
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
    },
  });
}
