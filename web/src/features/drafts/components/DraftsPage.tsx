import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconEdit } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { useUnsaved } from '@/lib/drafts/unsaved';
import { withUnsaved } from '@/lib/drafts/with-unsaved';
import { useDrafts } from '../api/list-drafts';
import { DraftItem } from './DraftItem';
import classes from './DraftsPage.module.css';

/** What the user has begun to write, over all cases. */
export function DraftsPage() {
  const { t } = useTranslation();
  const found = useDrafts();
  const unsaved = useUnsaved();
  const shown = withUnsaved(found.data, unsaved);
  const write = (
    <Button
      variant="default"
      leftSection={<IconEdit size={16} />}
      renderRoot={(props) => <Link to="/cases/start" {...props} />}
    >
      {t('start.open')}
    </Button>
  );
  return (
    <Page title={t('drafts.title')} lead={t('drafts.lead')}>
      {found.isPending && <LoadingRows rows={4} height={84} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && shown.length === 0 && (
        <EmptyState
          icon={IconEdit}
          title={t('drafts.emptyTitle')}
          hint={t('drafts.emptyHint')}
          action={write}
        />
      )}
      {shown.length > 0 && (
        <ul className={classes.drafts}>
          {shown.map((one) => (
            <DraftItem key={`${one.draft.case_id}-${one.draft.mode}-${one.draft.mail_key}`} {...one} />
          ))}
        </ul>
      )}
    </Page>
  );
}
