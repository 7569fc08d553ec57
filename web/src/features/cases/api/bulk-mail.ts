import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import type { ListRequest } from '@/lib/api/list';
import type { BulkForward, BulkReply, Job } from '@/lib/api/types';
import { withName } from '@/lib/mail/named-recipients';

/** The cases that each get a mail: those selected, or all that fit what the list shows. */
export type BulkTarget = { ids: string[] } | { request: ListRequest };

/** Answers each customer, as a job. */
export function useReplyToMany() {
  return useBulk((target, body: BulkReply) =>
    'ids' in target
      ? take(api.POST('/cases/reply', { body: { ...body, ids: target.ids } }))
      : take(api.POST('/cases/reply/matching', { params: { query: target.request }, body })),
  );
}

/** Passes each case on, as a job. */
export function useForwardMany() {
  return useBulk((target, mail: BulkForward) => {
    const body = { ...mail, to: withName(mail.to) };
    return 'ids' in target
      ? take(api.POST('/cases/forward', { body: { ...body, ids: target.ids } }))
      : take(api.POST('/cases/forward/matching', { params: { query: target.request }, body }));
  });
}

function useBulk<Mail>(send: (target: BulkTarget, mail: Mail) => Promise<Job>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ target, mail }: { target: BulkTarget; mail: Mail }) => send(target, mail),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  });
}

/** How far a job is at this moment. */
export function findJob(id: string) {
  return take(api.GET('/jobs/{id}', { params: { path: { id } } }));
}

/** A template as the customer of one case will read it. */
export function useFilledFor(template: string | null, case_id: string | undefined) {
  return useQuery({
    queryKey: ['templates', 'filled', template, case_id],
    queryFn: () =>
      take(api.POST('/templates/{id}/fill', { params: { path: { id: template ?? '' } }, body: { case_id } })),
    enabled: template !== null && case_id !== undefined,
    retry: false,
  });
}
