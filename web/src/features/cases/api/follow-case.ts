import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

const keyOf = (id: string) => ['cases', id, 'follow'];

/** Whether one follows a case. */
export function useFollowing(id: string) {
  const params = { path: { id } };
  return useQuery({ queryKey: keyOf(id), queryFn: () => take(api.GET('/cases/{id}/follow', { params })) });
}

/** Follows a case, or no more. */
export function useFollow(id: string) {
  const client = useQueryClient();
  const params = { path: { id } };
  return useMutation({
    mutationFn: (follows: boolean) =>
      take(
        follows ? api.PUT('/cases/{id}/follow', { params }) : api.DELETE('/cases/{id}/follow', { params }),
      ),
    onSuccess: (following) => client.setQueryData(keyOf(id), following),
  });
}
