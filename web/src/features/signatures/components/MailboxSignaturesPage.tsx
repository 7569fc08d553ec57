import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconMailbox } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { readable } from '@/lib/format/domain-name';
import { useMailboxNames } from '@/lib/requests/mailbox-names';
import { useMailboxSignature } from '../api/mailbox-signature';
import classes from './MailboxSignatures.module.css';
import { SignatureForm } from './SignatureForm';

/** What stands under every answer from a mailbox, whoever writes it. */
export function MailboxSignaturesPage() {
  const { t } = useTranslation();
  const mailboxes = useMailboxNames(true);
  const [chosen, setChosen] = useState<string | null>(null);
  const id = chosen ?? mailboxes[0]?.id ?? null;
  const found = useMailboxSignature(id);
  return (
    <Page title={t('signatures.mailboxes')} lead={t('signatures.mailboxesHint')}>
      {id === null ? (
        <EmptyState icon={IconMailbox} title={t('mailboxes.emptyTitle')} hint={t('mailboxes.emptyHint')} />
      ) : (
        <div className={classes.card}>
          <Select
            label={t('case.mailbox')}
            description={t('signatures.mailboxHint')}
            allowDeselect={false}
            searchable
            data={mailboxes.map((mailbox) => ({ value: mailbox.id, label: readable(mailbox.address) }))}
            value={id}
            onChange={setChosen}
          />
          {found.isPending && <LoadingRows rows={3} height={48} />}
          {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
          {found.data && <SignatureForm key={id} mailbox={id} stored={found.data} />}
        </div>
      )}
    </Page>
  );
}
