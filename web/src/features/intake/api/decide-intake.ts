import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Decides where a mail belongs that waits for review: a case's number, or a new case. */
export function useDecideIntake(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (case_number: number | null) =>
      take(api.POST('/intake/{id}/decide', { params: { path: { id } }, body: { case_number } })),
    onSettled: () => {
      for (const key of ['intake', 'timeline', 'cases', 'summary'])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
