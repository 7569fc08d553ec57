import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { CaseChange } from '@/lib/api/types';

/** What to change of which cases. */
export type CasesChange = { ids: string[]; change?: CaseChange; add_tags?: string[]; remove_tags?: string[] };

/** Changes many cases at once. */
export function useChangeCases() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CasesChange) =>
      take(api.POST('/cases/change', { body: { change: {}, add_tags: [], remove_tags: [], ...body } })),
    onSettled: () => {
      for (const key of ['cases', 'summary', 'tags']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
