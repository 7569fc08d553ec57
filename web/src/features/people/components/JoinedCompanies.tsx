import { useTranslation } from 'react-i18next';
import type { JoinedCompany } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useSplitCompanies } from '../api/join';
import { JoinedWith } from './JoinedWith';

type Props = {
  /** With which they were joined. */
  company: { id: string };
  joined: JoinedCompany[];
  onSplit: () => void;
};

/** Which companies were joined with one, and can be split off again. */
export function JoinedCompanies({ company, joined, onSplit }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const split = useSplitCompanies();
  return (
    <JoinedWith
      stays={company.id}
      joined={joined.map(({ id, name, domains, joined_at }) => ({
        id,
        name,
        known: domains,
        on: t('companies.joined.on', { when: format.full(joined_at) }),
      }))}
      texts={{
        title: t('companies.joined.title'),
        hint: t('companies.joined.hint'),
        questionHint: t('companies.joined.questionHint'),
      }}
      split={split}
      onSplit={onSplit}
    />
  );
}
