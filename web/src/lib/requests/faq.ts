import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '@/lib/api/client';

/** FAQ entries by folder and title: those that hold a text, or those in the archive. */
export function faqQuery({ search = '', archived = false }: { search?: string; archived?: boolean }) {
  return queryOptions({
    queryKey: ['faq-entries', { search, archived }],
    queryFn: async () => {
      const query = { search: search || undefined, archived: archived || undefined };
      return (await take(api.GET('/faq-entries', { params: { query } }))).rows;
    },
    staleTime: 60_000,
  });
}

/** The entries that may be suggested. */
export function useFaqEntries() {
  return useQuery(faqQuery({})).data ?? [];
}

/** The folders that entries lie in, each with those above it, by name. */
export function foldersOf(entries: { folder: string }[]): string[] {
  const all = entries.flatMap(({ folder }) => {
    const levels = folder.split('/').filter(Boolean);
    return levels.map((_, depth) => levels.slice(0, depth + 1).join('/'));
  });
  return [...new Set(all)].sort((one, other) => one.localeCompare(other));
}
