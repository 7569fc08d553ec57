import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Puts the messages of cases into another one. */
export function useMergeCases() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { ids: string[]; into: string }) => take(api.POST('/cases/merge', { body })),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['cases'] });
      void client.invalidateQueries({ queryKey: ['summary'] });
    },
  });
}
