import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { FindSettings } from '@/components/detection/FindSettings';
import { goesOn, onEnter } from '@/components/detection/leaving';
import { PresetSelect } from '@/components/detection/PresetSelect';
import { useDetection } from '@/components/detection/use-detection';
import type { useForm } from '@/components/form/use-form';
import { SenderNote } from '@/components/sender-check/SenderNote';
import type { Mailbox } from '@/lib/api/types';
import { useApplicationFor, useSignInWith } from '@/lib/requests/oauth';
import { holdsServer, type MailboxValues, withServer } from '../mailbox-form';

type Props = { mailbox: Mailbox | null; form: ReturnType<typeof useForm<MailboxValues>> };

/** The address, and the way from it to its server: by itself while nobody has entered one. */
export function AddressField({ mailbox, form }: Props) {
  const { t } = useTranslation();
  const { values, set, errorOf } = form;
  const detection = useDetection(values.address);
  const applicationFor = useApplicationFor();
  const signInWith = useSignInWith();
  const isFetched = values.protocol !== 'smtp';
  const lacksServer = !mailbox && isFetched && values.host.trim() === '';
  return (
    <>
      <TextInput
        label={t('mailboxes.form.address')}
        description={t('mailboxes.form.addressHint')}
        type="email"
        data-autofocus
        value={values.address}
        error={errorOf('address')}
        onChange={(event) => set({ address: event.currentTarget.value })}
        onBlur={(event) => lacksServer && goesOn(event) && detection.findOnce()}
        onKeyDown={(event) => lacksServer && onEnter(event, detection.find)}
      />
      <SenderNote address={values.address} />
      <AddressNotes addresses={[values.address]} ours onReplace={(_, address) => set({ address })} />
      {isFetched && (
        <>
          <FindSettings
            detection={detection}
            services={['imap', 'pop3']}
            isUsed={(server) => holdsServer(values, server)}
            onUse={(server) => set({ ...withServer(server), ...applicationFor(server) })}
          />
          <PresetSelect
            service="imap"
            host={values.host}
            onUse={(server, oauth) => set({ ...server, ...signInWith(oauth), protocol: 'imap' })}
          />
        </>
      )}
    </>
  );
}
