import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** What waits for somebody's decision, for the alarm of every page: without the figures, which take the server long to count. */
export function useIncidentAlarms(enabled: boolean) {
  return useQuery({
    queryKey: ['blocked-addresses', 'incident-alarms'],
    enabled,
    refetchInterval: 60_000,
    queryFn: async () => (await take(api.GET('/return-incidents/open'))).rows,
  });
}

/** The newest incidents: `open` for those that wait for somebody's decision, otherwise those that somebody decided on. */
function useIncidents(open: boolean) {
  return useQuery({
    queryKey: ['blocked-addresses', 'incidents'],
    refetchInterval: 60_000,
    queryFn: async () => (await take(api.GET('/return-incidents'))).rows,
    select: (rows) => rows.filter(({ state }) => (state === 'open') === open),
  });
}

/** The incidents that wait for somebody's decision. */
export const useOpenIncidents = () => useIncidents(true);

/** The incidents that somebody decided on, the newest first. */
export const useClosedIncidents = () => useIncidents(false);

/** Sends again what failed for an incident that was let go, by a job. */
export function useSendIncidentAgain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      take(api.POST('/return-incidents/{id}/send-again', { params: { path: { id } } })),
    onSettled: () => {
      for (const key of ['blocked-addresses', 'jobs', 'outbox'])
        void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** Decides on an incident. */
export function useDecideIncident(decision: 'confirm' | 'roll-back') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      take(api.POST(`/return-incidents/{id}/${decision}`, { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['blocked-addresses'] }),
  });
}
