import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { OrganisationInput } from '@/lib/api/types';

/** Changes the organisation; its name stands in the frame of every page. */
export function useSaveOrganisation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: OrganisationInput) => take(api.PATCH('/organisation', { body: input })),
    onSuccess: (organisation) => {
      client.setQueryData(['organisation'], organisation);
      return client.invalidateQueries({ queryKey: ['session'] });
    },
  });
}
