import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/lib/api/client';

export const binsQuery = queryOptions({
  queryKey: ['bins'],
  queryFn: () => take(api.GET('/bins')),
  staleTime: 60_000,
});

const DAY_MS = 24 * 3600 * 1000;

/** When what lies in a bin since then is thrown away. */
export function useThrownAwayAt(bin: 'cases' | 'spam' | 'queues', since: string | null): string | undefined {
  const days = useQuery(binsQuery).data?.[bin];
  if (!since || days === undefined) return undefined;
  return new Date(new Date(since).getTime() + days * DAY_MS).toISOString();
}

/** How many days a bin is kept. */
export function useBinDays(bin: 'cases' | 'spam' | 'queues'): number | undefined {
  return useQuery(binsQuery).data?.[bin];
}

/** What a message about something thrown away ends with: how long it can be had back; nothing until that is known. */
export function useKeptFor(bin: 'cases' | 'spam' | 'queues'): string {
  const { t } = useTranslation();
  const days = useBinDays(bin);
  return days === undefined ? '' : `. ${t('bins.keptFor', { count: days })}`;
}
