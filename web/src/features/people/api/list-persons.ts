import { useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';
import { type ListRequest, PAGE_ROWS, useList } from '@/lib/api/list';

export type PersonsRequest = ListRequest & { company_id?: string; list_id?: string };

/** The persons that the request asks for, page by page. */
export function usePersons(request: PersonsRequest) {
  return useList(['persons', 'list', request], (cursor, signal) =>
    take(api.GET('/persons', { params: { query: { ...request, cursor, limit: PAGE_ROWS } }, signal })),
  );
}

/** Persons of one company that can be written to from its card. */
export const PERSONS_OF_COMPANY = 20;

/** The first persons of a company. */
export function usePersonsOfCompany(company_id: string, asked: boolean) {
  const found = useQuery({
    queryKey: ['persons', 'of-company', company_id],
    queryFn: () =>
      take(api.GET('/persons', { params: { query: { company_id, limit: PERSONS_OF_COMPANY } } })),
    enabled: asked,
  });
  return found.data?.rows ?? [];
}

/** Persons to choose from, those whose name or address holds the text. */
export function usePersonChoices(q: string) {
  const found = useQuery({
    queryKey: ['persons', 'choices', q],
    queryFn: () => take(api.GET('/persons', { params: { query: { q: q || undefined, limit: 20 } } })),
  });
  return found.data?.rows ?? [];
}
