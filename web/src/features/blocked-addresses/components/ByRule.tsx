import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRuleName } from '@/components/address/RuleName';

type Props = {
  rule: string;
  /** What the rule says of a mail, as the rows that it blocked have it. */
  of: string | null;
  onAll: () => void;
};

/** The rule that the list is narrowed to, and the way back to all. */
export function ByRule({ rule, of, onAll }: Props) {
  const { t } = useTranslation();
  const name = useRuleName();
  return (
    <Select
      size="xs"
      w={190}
      aria-label={t('blockedAddresses.ruleName')}
      allowDeselect={false}
      data={[
        { value: '', label: t('blockedAddresses.anyRule') },
        { value: rule, label: t('blockedAddresses.rule', { name: name(rule, of) }) },
      ]}
      value={rule}
      onChange={(value) => value === '' && onAll()}
    />
  );
}
