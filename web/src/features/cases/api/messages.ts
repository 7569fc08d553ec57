import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

type Which = { caseId: string; id: string };

const path = ({ caseId, id }: Which) => ({ params: { path: { id: caseId, mid: id } } });

function useRefresh() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: ['cases'] });
}

/** Gives a comment another text. */
export function useEditComment() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({ text, ...which }: Which & { text: string }) =>
      take(api.PATCH('/cases/{id}/messages/{mid}', { ...path(which), body: { text } })),
    onSettled,
  });
}

/** Removes a message; it can be put back until its bin is emptied. */
export function useRemoveMessage() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (which: Which) => take(api.DELETE('/cases/{id}/messages/{mid}', path(which))),
    onSettled,
  });
}

/** Puts a removed message back. */
export function useRestoreMessage() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: (which: Which) => take(api.POST('/cases/{id}/messages/{mid}/restore', path(which))),
    onSettled,
  });
}

/** Marks a message with a star, or takes the star away. */
export function useFlagMessage() {
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: ({ flagged, ...which }: Which & { flagged: boolean }) =>
      take(api.PUT('/cases/{id}/messages/{mid}/flag', { ...path(which), body: { flagged } })),
    onSettled,
  });
}
