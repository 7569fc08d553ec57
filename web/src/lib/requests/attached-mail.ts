import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { AttachedMail } from '@/lib/api/types';

/** Whose files: those of a mail of a queue, or of a message of a case. */
export type FileSource =
  | { of: 'intake' | 'blocked'; id: string }
  | { of: 'message'; caseId: string; id: string };

/** Where the files of a mail are, without the API's own prefix. */
export function filesOf(source: FileSource): string {
  return source.of === 'message'
    ? `/cases/${source.caseId}/messages/${source.id}/attachments`
    : `/${source.of}/${source.id}/attachments`;
}

function request(source: FileSource, index: string) {
  switch (source.of) {
    case 'intake':
      return api.GET('/intake/{id}/attachments/{index}/mail', { params: { path: { id: source.id, index } } });
    case 'blocked':
      return api.GET('/blocked/{id}/attachments/{index}/mail', {
        params: { path: { id: source.id, index } },
      });
    case 'message': {
      const path = { id: source.caseId, mid: source.id, index };
      return api.GET('/cases/{id}/messages/{mid}/attachments/{index}/mail', { params: { path } });
    }
  }
}

/** A mail that is attached to another; the place of one within it is `2.0`. */
export function useAttachedMail(source: FileSource, place: string) {
  return useQuery({
    queryKey: ['attached-mail', source, place],
    queryFn: (): Promise<AttachedMail> => take(request(source, place)),
    // A mail that was received never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
}
