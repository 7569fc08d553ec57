import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Takes back all mails that a job planned, by another job. */
export function useTakeBackJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/jobs/{id}/take-back', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
}
