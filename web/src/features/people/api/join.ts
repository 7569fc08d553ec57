import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { api, take } from '@/lib/api/client';

/** Which of two stays. */
export type Joining = { goes: string; stays: string };

/** What is read anew after it. */
const CHANGED = ['persons', 'companies', 'cases'];

/** What came of it: whether they can be split again. */
export type Merged = { can_split: boolean };

function useJoining(send: (joining: Joining) => Promise<Merged>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => {
      for (const key of CHANGED) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** Joins two persons: addresses and cases become those of the one who stays. */
export function useJoinPersons() {
  return useJoining(({ goes: id, stays: into }) =>
    take(api.POST('/persons/{id}/merge', { params: { path: { id } }, body: { into } })),
  );
}

/** Splits off again who was joined; also after whoever offered it is gone from the screen. */
function useSplitting(send: (joining: Joining) => Promise<{ name: string }>) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: ({ name }) => {
      notifyDone(t('joining.split', { name }));
      for (const key of CHANGED) void client.invalidateQueries({ queryKey: [key] });
    },
    onError: (error) => notifyProblem(error, t),
  });
}

/** Splits off again who was joined with a person. */
export function useSplitPersons() {
  return useSplitting(({ goes: person, stays: id }) =>
    take(api.POST('/persons/{id}/split', { params: { path: { id } }, body: { person } })),
  );
}

/** Joins two companies: persons, cases and domains become those of the one that stays. */
export function useJoinCompanies() {
  return useJoining(({ goes: id, stays: into }) =>
    take(api.POST('/companies/{id}/merge', { params: { path: { id } }, body: { into } })),
  );
}

/** Splits off again which company was joined with another. */
export function useSplitCompanies() {
  return useSplitting(({ goes: company, stays: id }) =>
    take(api.POST('/companies/{id}/split', { params: { path: { id } }, body: { company } })),
  );
}

/** Persons or cases of the one that goes; of one with more the two cannot be split again. Also the end of exact counts. */
export const SPLIT_ROWS_MAX = 10_000;

/** Whether one of two has more cases than can be given back, as far as they are seen. */
export function useHasTooManyCases(of: { person_id: string } | { company_id: string }): boolean {
  const total = useCaseCount(of);
  return total !== undefined && (total.more || total.count > SPLIT_ROWS_MAX);
}

/** How many cases somebody has, whatever their status. */
export function useCaseCount(of: { person_id: string } | { company_id: string }) {
  return useQuery({
    queryKey: ['cases', 'count-of', of],
    queryFn: async () =>
      (await take(api.GET('/cases', { params: { query: { ...of, status: 'all', limit: 1 } } }))).total,
  }).data;
}
