// Stopping all of the organisation's mail, and letting it go on.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { SendingStop } from '@/lib/api/types';
import { STOP_KEY } from '@/lib/requests/sending-stop';

/** What follows a change: the stops are as the server says, and what waits has another reason. */
function useAfter() {
  const client = useQueryClient();
  return (stops: { rows: SendingStop[] }) => {
    client.setQueryData(STOP_KEY, stops);
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
    onError: () => client.invalidateQueries({ queryKey: STOP_KEY }),
  });
}

/** Lets all mail go on. */
export function useGoOnSending() {
  const onSuccess = useAfter();
  return useMutation({ mutationFn: () => take(api.DELETE('/sending-stop')), onSuccess });
}
