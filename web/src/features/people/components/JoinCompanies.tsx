import { useTranslation } from 'react-i18next';
import type { Company } from '@/lib/api/types';
import { SPLIT_ROWS_MAX, useHasTooManyCases, useJoinCompanies, useSplitCompanies } from '../api/join';
import { joinedCompany } from '../joined';
import { CaseCount } from './CaseCount';
import { JoinDialog } from './JoinDialog';

type Props = { pair: [Company, Company]; onClose: () => void; onDone: (stays: Company) => void };

/** Joins two companies that are the same. */
export function JoinCompanies({ pair, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const split = useSplitCompanies();
  const isFirstTooBig = useHasTooManyCases({ company_id: pair[0].id });
  const isSecondTooBig = useHasTooManyCases({ company_id: pair[1].id });
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
      isForGood={(goes) =>
        goes.persons > SPLIT_ROWS_MAX || (goes.id === pair[0].id ? isFirstTooBig : isSecondTooBig)
      }
      undo={(joining) => split.mutate(joining)}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
