import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Incident = components['schemas']['ReturnIncident'];

/** The incidents that wait for somebody's decision. */
export function useOpenIncidents(enabled = true) {
  return useQuery({
    queryKey: ['blocked-addresses', 'incidents'],
    enabled,
    refetchInterval: 60_000,
    queryFn: async () => {
      const { rows } = await take(api.GET('/return-incidents'));
      return rows.filter(({ state }) => state === 'open');
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
