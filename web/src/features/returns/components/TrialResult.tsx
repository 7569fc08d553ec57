import { Alert, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReturnRuleTrial } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';

/** Changes that are shown; further ones are counted. */
const SHOWN = 10;

/** What a rule would have changed. */
export function TrialResult({ trial }: { trial: ReturnRuleTrial }) {
  const { t } = useTranslation();
  return (
    <Alert
      color="gray"
      variant="light"
      role="status"
      title={t('returnedMail.form.changes', { count: trial.changed, tried: trial.tried })}
    >
      <List size="sm">
        {trial.changes.slice(0, SHOWN).map(({ address, words, before, after }) => (
          <List.Item key={`${address} ${words}`}>
            {t('returnedMail.form.change', {
              address,
              before: textOf(`returns.class.${before}`) ?? before,
              after: textOf(`returns.class.${after}`) ?? after,
            })}
            <Text size="xs">{words}</Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
