// Files that a receiver fetches by links: sending a mail again with them, and ending one.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { Place } from './sent-message';

export function useSendAsLinks() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (path: Place) =>
      take(api.POST('/cases/{id}/messages/{mid}/send-as-links', { params: { path } })),
    onSettled: () => {
      for (const key of ['cases', 'outbox', 'summary']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

export function useRevokeLink(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (lid: string) =>
      take(api.POST('/cases/{id}/file-links/{lid}/revoke', { params: { path: { id, lid } } })),
    onSettled: () => void client.invalidateQueries({ queryKey: ['cases'] }),
  });
}
