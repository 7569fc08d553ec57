import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { notifyDone } from '@/components/problem/notify';
import { RichText } from '@/components/rich-text/RichText';
import type { RichValue } from '@/components/rich-text/rich-value';
import type { FromChoice as From } from '@/lib/api/types';
import { useForwardMany } from '../api/bulk-mail';
import { useSenders } from '../api/start-case';
import { BulkMailDialog } from './BulkMailDialog';
import classes from './BulkMailDialog.module.css';
import type { BulkMailProps } from './BulkReply';
import { FromChoice } from './FromChoice';

/** Many cases passed on to one address, each as a mail of its own. */
export function BulkForward({ target, count, onClose, onBegun }: BulkMailProps) {
  const { t } = useTranslation();
  const [to, setTo] = useState('');
  const [written, setWritten] = useState<RichValue>({ text: '', html: null });
  const mailboxes = (useSenders().data?.rows ?? []).map(({ address }) => address);
  const [from, setFrom] = useState<From | null>(null);
  const [close, setClose] = useState(false);
  const forward = useForwardMany();
  const submit = () =>
    forward.mutate(
      { target, mail: { to: to.trim(), ...written, from, close } },
      {
        onSuccess: () => {
          notifyDone(t('jobs.begun'));
          onBegun();
        },
      },
    );
  return (
    <BulkMailDialog
      title={t('bulkMail.forwardTitle')}
      count={count}
      close={close}
      onClose={onClose}
      onCloseCases={setClose}
      onSubmit={submit}
      ready={to.trim() !== '' && written.text.trim() !== ''}
      sending={forward.isPending}
      error={forward.error}
      outcome={t('bulkMail.forwardOutcome', { number: count })}
    >
      <TextInput
        label={t('bulkMail.to')}
        description={t('bulkMail.toHint')}
        type="email"
        data-autofocus
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <AddressNotes addresses={[to]} onReplace={(_, meant) => setTo(meant)} toMany />
      <p className={classes.from}>
        <FromChoice mailboxes={mailboxes} from={from} template_id={null} onChoose={setFrom} />
      </p>
      <RichText
        name={t('bulkMail.comment')}
        label={t('bulkMail.comment')}
        description={t('bulkMail.commentHint')}
        rows={{ min: 4, max: 20 }}
        value={written}
        onChange={setWritten}
      />
    </BulkMailDialog>
  );
}
