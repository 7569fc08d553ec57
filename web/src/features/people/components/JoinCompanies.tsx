import { useTranslation } from 'react-i18next';
import type { Company } from '@/lib/api/types';
import { useJoinCompanies, useSplitCompanies } from '../api/join';
import { joinedCompany } from '../joined';
import { CaseCount } from './CaseCount';
import { JoinDialog } from './JoinDialog';

type Props = { pair: [Company, Company]; onClose: () => void; onDone: (stays: Company) => void };

/** Joins two companies that are the same. */
export function JoinCompanies({ pair, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const split = useSplitCompanies();
  return (
    <JoinDialog
      title={t('joining.companies')}
      pair={pair}
      lines={[
        { label: t('companies.domains'), of: (row) => row.domains.join('\n') },
        { label: t('companies.persons'), of: (row) => String(row.persons) },
      ]}
      cases={(row) => <CaseCount of={{ company_id: row.id }} />}
      joined={joinedCompany}
      join={useJoinCompanies()}
      undo={(joining) => split.mutate(joining)}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
