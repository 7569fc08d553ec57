// Whether the organisation's mail leaves: somebody can stop all of it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { SendingStop } from '@/lib/api/types';

const KEY = ['sending-stop'];

/** The stops that hold, the operator's first; none while mail leaves. */
export function useSendingStops() {
  return useQuery({ queryKey: KEY, queryFn: () => take(api.GET('/sending-stop')) });
}

/** Whether all mail is stopped, as far as is known. */
export const useAllStopped = () => (useSendingStops().data?.rows.length ?? 0) > 0;

/** What follows a change: the stops are as the server says, and what waits has another reason. */
function useAfter() {
  const client = useQueryClient();
  return (stops: { rows: SendingStop[] }) => {
    client.setQueryData(KEY, stops);
    void client.invalidateQueries({ queryKey: ['outbox'] });
  };
}

/** Stops all mail, or gives the stop that holds another reason. */
export function useStopSending() {
  const client = useQueryClient();
  const onSuccess = useAfter();
  return useMutation({
    mutationFn: (body: { why: string; rewords: boolean }) => take(api.PUT('/sending-stop', { body })),
    onSuccess,
    // Somebody was faster: his stop, or that mail goes on, is shown.
    onError: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** Lets all mail go on. */
export function useGoOnSending() {
  const onSuccess = useAfter();
  return useMutation({ mutationFn: () => take(api.DELETE('/sending-stop')), onSuccess });
}
