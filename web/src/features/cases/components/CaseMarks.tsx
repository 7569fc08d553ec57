import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import type { CaseRow } from '@/lib/api/types';
import classes from './CaseMarks.module.css';

/** What must be noticed in a row: an answer that did not arrive, news that nobody read. */
export function CaseMarks({ row }: { row: CaseRow }) {
  const { t } = useTranslation();
  return (
    <>
      {row.delivery_failed && (
        <span className={classes.failed}>
          <IconAlert size={14} aria-hidden /> {t('cases.deliveryFailed')}
        </span>
      )}
      {row.unread && <VisuallyHidden>{t('cases.unread')}</VisuallyHidden>}
    </>
  );
}
