import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page/Page';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Acquaintance } from '@/lib/api/types';
import { acquaintanceQuery, useSaveAcquaintance } from '../api/acquaintance';
import classes from './AcquaintancePage.module.css';

/** Whether mail makes persons and companies known by itself. */
export function AcquaintancePage() {
  const { t } = useTranslation();
  const found = useQuery(acquaintanceQuery);
  const save = useSaveAcquaintance();
  const set = (wanted: Acquaintance) =>
    save.mutate(wanted, {
      onSuccess: () => notifyDone(t('common.saved')),
      onError: (error) => notifyProblem(error, t),
    });
  return (
    <Page title={t('acquaintance.title')} lead={t('acquaintance.lead')}>
      {found.isPending && <LoadingRows rows={2} height={44} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <div className={classes.choices}>
          <Checkbox
            label={t('acquaintance.persons')}
            description={t('acquaintance.personsHint')}
            checked={found.data.persons}
            onChange={(event) => set({ ...found.data, persons: event.currentTarget.checked })}
          />
          <Checkbox
            label={t('acquaintance.companies')}
            description={t('acquaintance.companiesHint')}
            disabled={!found.data.persons}
            checked={found.data.companies}
            onChange={(event) => set({ ...found.data, companies: event.currentTarget.checked })}
          />
        </div>
      )}
    </Page>
  );
}
