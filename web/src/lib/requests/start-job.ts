// Actions on all rows of a list that fit, as jobs of the server.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { ListRequest } from '@/lib/api/list';
import type { CaseChange, Job, WayChosen } from '@/lib/api/types';
import type { Clearing } from './blocked-addresses';
import type { IntoList } from './people-lists';

/** The actions there are, by their addresses. */
export type MatchingAction =
  | '/intake/import/matching'
  | '/intake/delete/matching'
  | '/intake/restore/matching'
  | '/blocked/import/matching'
  | '/blocked/delete/matching'
  | '/blocked/restore/matching'
  | '/outbox/send/matching'
  | '/outbox/delete/matching'
  | '/outbox/restore/matching'
  | '/outbox/retry/matching'
  | '/outbox/hold/matching'
  | '/outbox/release/matching'
  | '/blocked-addresses/block-again/matching'
  | '/blocked-addresses/trial/matching'
  | '/blocked-addresses/former/matching'
  | '/blocked-addresses/delete/matching'
  | '/cases/spam/matching'
  | '/cases/delete/matching'
  | '/cases/restore/matching';

/** What a job changes of all cases that fit. */
export type MatchingCases = { change?: CaseChange; add_tags?: string[]; remove_tags?: string[] };

export type Matching = { request: ListRequest } & (
  | { action: MatchingAction }
  | { action: '/cases/change/matching'; change: MatchingCases }
  | { action: '/outbox/way/matching'; chosen: WayChosen }
  | { action: '/blocked-addresses/clear/matching'; clearing: Clearing }
  | { action: '/blocked-addresses/add-to-list/matching'; into: IntoList }
);

/** Begins a job on the rows that the request of a list fits; the tray in the top bar shows it. */
export function useStartJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ request, ...wish }: Matching): Promise<Job> => {
      const params = { query: request };
      switch (wish.action) {
        case '/cases/change/matching': {
          const body = { change: {}, add_tags: [], remove_tags: [], ...wish.change };
          return take(api.POST(wish.action, { params, body }));
        }
        case '/outbox/way/matching':
          return take(api.POST(wish.action, { params, body: wish.chosen }));
        case '/blocked-addresses/clear/matching':
          return take(api.POST(wish.action, { params, body: wish.clearing }));
        case '/blocked-addresses/add-to-list/matching':
          return take(api.POST(wish.action, { params, body: wish.into }));
        default:
          return take(api.POST(wish.action, { params }));
      }
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
}
