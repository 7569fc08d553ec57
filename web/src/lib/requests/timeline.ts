import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { TimelineEntry } from '@/lib/api/types';

/** Whose timeline: a mail of a queue, or a message of a case. */
export type TimelineSource =
  | { of: 'intake' | 'blocked' | 'outbox'; id: string }
  | { of: 'message'; caseId: string; id: string };

function request(source: TimelineSource) {
  const params = { path: { id: source.id } };
  switch (source.of) {
    case 'intake':
      return api.GET('/intake/{id}/timeline', { params });
    case 'blocked':
      return api.GET('/blocked/{id}/timeline', { params });
    case 'outbox':
      return api.GET('/outbox/{id}/timeline', { params });
    case 'message': {
      const path = { id: source.caseId, mid: source.id };
      return api.GET('/cases/{id}/messages/{mid}/timeline', { params: { path } });
    }
  }
}

/** What happened to one mail, in order. */
export function useTimeline(source: TimelineSource) {
  return useQuery({
    queryKey: ['timeline', source],
    queryFn: async (): Promise<TimelineEntry[]> => (await take(request(source))).rows,
  });
}
