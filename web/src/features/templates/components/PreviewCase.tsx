import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, take } from '@/lib/api/client';
import { useMay } from '@/lib/session/SessionContext';

type Props = { value: string | null; onChange: (id: string | null) => void };

/** Chooses a real case for the preview; only for those who may see cases. */
export function PreviewCase({ value, onChange }: Props) {
  const { t } = useTranslation();
  const may = useMay('cases_all', 'cases_own');
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search, 300);
  const found = useQuery({
    queryKey: ['cases', 'choose', q],
    queryFn: () =>
      take(api.GET('/cases', { params: { query: { q: q || undefined, status: 'all', limit: 20 } } })),
    enabled: may,
    staleTime: 60_000,
  });
  if (!may) return null;
  const rows = found.data?.rows ?? [];
  return (
    <Select
      size="xs"
      w="16rem"
      maw="100%"
      aria-label={t('templateText.case')}
      placeholder={t('templateText.sample')}
      searchable
      clearable
      filter={({ options }) => options}
      data={rows.map(({ id, number, title }) => ({ value: id, label: `${number} · ${title}` }))}
      value={value}
      onChange={onChange}
      onSearchChange={setSearch}
      nothingFoundMessage={t('list.noMatch')}
    />
  );
}
