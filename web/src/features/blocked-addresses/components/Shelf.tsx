import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** Whether the page shows the addresses that are blocked, or those that were until lately. Each has its own order and filters. */
export function Shelf() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { shelf } = useSearch({ strict: false }) as { shelf?: string };
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('blockedAddresses.shelf.label')}
      data={[
        { value: 'blocked', label: t('blockedAddresses.shelf.blocked') },
        { value: 'cleared', label: t('blockedAddresses.shelf.cleared') },
      ]}
      value={shelf === 'cleared' ? 'cleared' : 'blocked'}
      onChange={(to) =>
        void navigate({ to: '.', search: (to === 'cleared' ? { shelf: to } : {}) as never, replace: true })
      }
    />
  );
}
