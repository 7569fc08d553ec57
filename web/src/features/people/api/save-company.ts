import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { CompanyInput } from '@/lib/api/types';

/** Creates a company, or changes the one with the id. */
export function useSaveCompany(id: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CompanyInput) =>
      id
        ? take(api.PATCH('/companies/{id}', { params: { path: { id } }, body }))
        : take(api.POST('/companies', { body })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['companies'] });
      void client.invalidateQueries({ queryKey: ['persons'] });
    },
  });
}
