import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { useChangeSendingRules, useSendingRules } from '../../api/sending-rules';

const MAX = 500;

/** How many recipients a mail may have that goes to distribution lists; kept when the field is left. */
export function ListRecipients() {
  const { t } = useTranslation();
  const { data } = useSendingRules();
  const change = useChangeSendingRules();
  const [typed, setTyped] = useState<number | string>();
  const kept = data?.list_recipients_max;
  const put = () => {
    const list_recipients_max = Number(typed);
    if (!data || typed === undefined || typed === '' || list_recipients_max === kept) return;
    change.mutate(
      { list_recipients_max },
      { onSuccess: () => notifyDone(t('sending.ruleSaved')), onError: (error) => notifyProblem(error, t) },
    );
  };
  return (
    <NumberInput
      maw="24rem"
      label={t('sending.listRecipients')}
      description={t('sending.listRecipientsHint')}
      min={1}
      max={MAX}
      allowDecimal={false}
      disabled={!data}
      value={typed ?? kept ?? ''}
      onChange={setTyped}
      onBlur={put}
    />
  );
}
