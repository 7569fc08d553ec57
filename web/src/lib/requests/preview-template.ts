import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { TemplateDraft } from '@/lib/api/types';

/** A text with its variables filled in, or why it cannot be read. Nothing is saved. */
export function usePreview(draft: TemplateDraft) {
  return useQuery({
    queryKey: ['templates', 'preview', draft],
    queryFn: () => take(api.POST('/templates/preview', { body: draft })),
    enabled: draft.text.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 10_000,
  });
}
