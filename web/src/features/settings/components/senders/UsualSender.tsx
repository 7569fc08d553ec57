import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { SenderNote } from '@/components/sender-check/SenderNote';
import type { Identity } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useChangeSendingRules, useSendingRules } from '../../api/sending-rules';
import classes from './Senders.module.css';

/** As whom mail of a case is sent unless its author or its template says otherwise. */
export function UsualSender({ senders }: { senders: Identity[] }) {
  const { t } = useTranslation();
  const { data } = useSendingRules();
  const change = useChangeSendingRules();
  const put = (identity_id: string | null) =>
    data &&
    change.mutate(
      { identity_id },
      { onSuccess: () => notifyDone(t('senders.usualSaved')), onError: (error) => notifyProblem(error, t) },
    );
  // One that is archived counts no more: mail is from the mailbox then, and so it stands here.
  const chosen = senders.find(({ id }) => id === data?.identity_id);
  return (
    <>
      <NativeSelect
        className={classes.usual}
        label={t('senders.usual')}
        description={t('senders.usualHint')}
        disabled={!data}
        value={chosen?.id ?? ''}
        onChange={(event) => put(event.currentTarget.value || null)}
        data={[
          { value: '', label: t('senders.usualMailbox') },
          ...senders.map(({ id, address, display_name }) => ({
            value: id,
            label: readable(display_name ? `${display_name} <${address}>` : address),
          })),
        ]}
      />
      {chosen && <SenderNote address={chosen.address} />}
    </>
  );
}
