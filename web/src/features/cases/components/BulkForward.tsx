import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { AddressField } from '@/components/address-field/AddressField';
import { RichText } from '@/components/rich-text/RichText';
import { useSenders } from '../api/start-case';
import classes from './BulkMailDialog.module.css';
import type { BulkPartProps } from './BulkReply';
import { FromChoice } from './FromChoice';

type Props = BulkPartProps & {
  /** Hears whether several addresses stand where one has room: which one is meant is not known. */
  onPending: (isPending: boolean) => void;
};

/** Many cases passed on to one address, each as a mail of its own. */
export function BulkForward({ field, fields, onChange, onFiles, onSend, onPending }: Props) {
  const { t } = useTranslation();
  const { to, text, html, from } = fields;
  const mailboxes = (useSenders().data?.rows ?? []).map(({ address }) => address);
  return (
    <>
      <AddressField
        label={t('bulkMail.to')}
        description={t('bulkMail.toHint')}
        alone
        onPending={onPending}
        value={to}
        onChange={(to) => onChange({ to })}
      />
      <AddressNotes
        addresses={to}
        onReplace={(_, meant) => onChange({ to: [meant] })}
        onTakeOut={() => onChange({ to: [] })}
        toMany
      />
      <p className={classes.from}>
        <FromChoice
          mailboxes={mailboxes}
          from={from}
          template_id={null}
          onChoose={(from) => onChange({ from })}
        />
      </p>
      <RichText
        ref={field}
        name={t('bulkMail.comment')}
        label={t('bulkMail.comment')}
        description={t('bulkMail.commentHint')}
        rows={{ min: 4, max: 20 }}
        roomBelow={112}
        value={{ text, html }}
        onChange={onChange}
        onFiles={onFiles}
        onSend={onSend}
      />
    </>
  );
}
