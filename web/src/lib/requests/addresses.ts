// What the server thinks of addresses that are being entered.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { CheckedAddress } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';

export type { CheckedAddress };

/** How long nobody types before it is asked for, milliseconds. */
const REST_MS = 500;
/** How soon what was found is asked for again while it is on the screen, milliseconds: DNS tells nobody that it changed. */
const AGAIN_MS = 30_000;
/** How many are asked for at a time. */
export const CHECKED_MAX = 100;
const NONE: CheckedAddress[] = [];

/** What is to be known of addresses this very moment, where everything hangs on it. */
export async function checkNow(addresses: string[]): Promise<CheckedAddress[]> {
  const asked = addresses.slice(0, CHECKED_MAX);
  return (await take(api.POST('/addresses/check', { body: { addresses: asked } }))).rows;
}

/** The verdicts on addresses, in their order; none for what is no address yet. */
export function useAddressCheck(addresses: string[]): CheckedAddress[] {
  const whole = addresses.map((address) => address.trim()).filter(isAddress);
  const [asked] = useDebouncedValue(whole.join('\n'), REST_MS);
  const list = asked === '' ? [] : asked.split('\n').slice(0, CHECKED_MAX);
  const found = useQuery({
    queryKey: ['addresses', 'check', list],
    queryFn: ({ signal }) => take(api.POST('/addresses/check', { body: { addresses: list }, signal })),
    enabled: list.length > 0,
    staleTime: AGAIN_MS,
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  });
  const rows = list.length > 0 ? (found.data?.rows ?? NONE) : NONE;
  return rows.filter(({ input }) => whole.includes(input));
}
