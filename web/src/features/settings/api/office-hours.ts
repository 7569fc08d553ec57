import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { OfficeHours } from '@/lib/api/types';

export const officeHoursQuery = queryOptions({
  queryKey: ['office-hours'],
  queryFn: () => take(api.GET('/office-hours')),
});

/** Sets when the organisation works. */
export function useSaveOfficeHours() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (hours: OfficeHours) => take(api.PUT('/office-hours', { body: hours })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['office-hours'] }),
  });
}
