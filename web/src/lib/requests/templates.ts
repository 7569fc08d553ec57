import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** Templates by folder and name: those that hold a text, or those in the bin. */
export function templatesQuery({ search = '', deleted = false }: { search?: string; deleted?: boolean }) {
  return queryOptions({
    queryKey: ['templates', { search, deleted }],
    queryFn: async () => {
      const query = { search: search || undefined, deleted: deleted || undefined };
      return (await take(api.GET('/templates', { params: { query } }))).rows;
    },
    staleTime: 60_000,
  });
}

/** The templates that are offered, for choosing one. */
export function useActiveTemplates() {
  return (useQuery(templatesQuery({})).data ?? []).filter((template) => template.active);
}
