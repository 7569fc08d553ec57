import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The rule that the list is narrowed to, and the way back to all. */
export function ByRule({ rule, onAll }: { rule: string; onAll: () => void }) {
  const { t } = useTranslation();
  return (
    <Select
      size="xs"
      w={190}
      aria-label={t('blockedAddresses.ruleName')}
      allowDeselect={false}
      data={[
        { value: '', label: t('blockedAddresses.anyRule') },
        { value: rule, label: t('blockedAddresses.rule', { rule }) },
      ]}
      value={rule}
      onChange={(value) => value === '' && onAll()}
    />
  );
}
