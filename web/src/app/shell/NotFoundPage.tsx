import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconRoute } from '@/components/icons';
import { EmptyState } from '@/components/states/EmptyState';

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={IconRoute}
      title={t('problem.not_found')}
      action={
        <Button component={Link} to="/" variant="default">
          {t('common.back')}
        </Button>
      }
    />
  );
}
