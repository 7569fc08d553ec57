// Whether the organisation's mail leaves: somebody can stop all of it.
import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

export const STOP_KEY = ['sending-stop'];

/** The stops that hold, the operator's first; none while mail leaves. */
export function useSendingStops() {
  return useQuery({ queryKey: STOP_KEY, queryFn: () => take(api.GET('/sending-stop')) });
}

/** Whether all mail is stopped, as far as is known. */
export const useAllStopped = () => (useSendingStops().data?.rows.length ?? 0) > 0;
