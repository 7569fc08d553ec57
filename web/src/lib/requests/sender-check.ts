// How well an address stands as a sender, before anything is sent from it.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { SeenByReceiver, SenderCheck } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';

/** How long nobody types before it is asked for, milliseconds. */
const REST_MS = 600;

/** What is found of a sender; nothing of what is no address yet. */
export function useSenderCheck(address: string, own = false): SenderCheck | undefined {
  const whole = address.trim();
  const [asked] = useDebouncedValue(whole, REST_MS);
  const found = useQuery({
    queryKey: ['transport', 'sender-check', asked, own],
    queryFn: ({ signal }) =>
      take(api.GET('/sender-check', { params: { query: { address: asked, own } }, signal })),
    enabled: isAddress(asked),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  // What was found of another address says nothing of this one.
  return found.data?.address.toLowerCase() === whole.toLowerCase() ? found.data : undefined;
}

/** Senders that are asked for together at most. */
const TOGETHER_MAX = 25;

/** What is found of several senders that nobody types. */
export function useSenderChecks(addresses: string[]): SenderCheck[] {
  const asked = [...new Set(addresses)].filter(isAddress).slice(0, TOGETHER_MAX);
  const found = useQueries({
    queries: asked.map((address) => ({
      queryKey: ['transport', 'sender-check', address, false],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        take(api.GET('/sender-check', { params: { query: { address, own: false } }, signal })),
      staleTime: 60_000,
    })),
  });
  return found.flatMap(({ data }) => (data ? [data] : []));
}

/** What a receiver sees of mail from an address, thing by thing. */
export function useSeen(address: string) {
  return useQuery({
    queryKey: ['transport', 'seen', address],
    queryFn: async ({ signal }): Promise<SeenByReceiver | null> => {
      const query = { address, seen: true };
      return (await take(api.GET('/sender-check', { params: { query }, signal }))).seen;
    },
    enabled: address !== '',
    staleTime: 60_000,
  });
}
