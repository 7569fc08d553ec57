import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

export const reportSettingsQuery = queryOptions({
  queryKey: ['domain-report-settings'],
  queryFn: () => take(api.GET('/domain-report-settings')),
});

/** What other servers report on a domain, over the last days. */
export function useReports(id: string, days: number) {
  return useQuery({
    queryKey: ['sender-domains', id, 'reports', days],
    queryFn: () =>
      take(api.GET('/sender-domains/{id}/reports', { params: { path: { id }, query: { days } } })),
    // Another span of time replaces what is shown when it is there.
    placeholderData: (before) => before,
  });
}

/** Sets how long reports are kept. */
export function useSaveReportSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (kept_days: number) => take(api.PUT('/domain-report-settings', { body: { kept_days } })),
    onSuccess: (settings) => client.setQueryData(reportSettingsQuery.queryKey, settings),
  });
}
