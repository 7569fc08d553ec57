import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { IconEdit } from '@/components/icons';
import type { SentDetail } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import { useFoundPersons } from '@/lib/requests/find-persons';
import { otherAddresses } from '../other-addresses';
import { useReaddress } from '../use-write-anew';

/** What helps a mail whose address was wrong: the right one, or another address of the person. */
export function SentCures({ mail }: { mail: SentDetail }) {
  const { t } = useTranslation();
  const [corrects, setCorrects] = useState(false);
  const readdress = useReaddress(mail);
  const unreached = mail.deliveries.find(({ state }) => state === 'failed')?.recipient;
  const people = useFoundPersons(unreached ?? '').data ?? [];
  if (mail.state !== 'failed' || !unreached) return null;
  return (
    <>
      <Button leftSection={<IconEdit size={16} />} onClick={() => setCorrects(true)}>
        {t('failure.rewrite')}
      </Button>
      {otherAddresses(people, unreached).map((address) => (
        <Button
          key={address}
          variant="default"
          loading={readdress.isPending}
          onClick={() => void readdress.begin(address)}
        >
          {t('failure.toOther', { address })}
        </Button>
      ))}
      {corrects && (
        <RightAddress
          before={unreached}
          pending={readdress.isPending}
          onClose={() => setCorrects(false)}
          onWrite={(address) => void readdress.begin(address)}
        />
      )}
    </>
  );
}

type Props = { before: string; pending: boolean; onClose: () => void; onWrite: (address: string) => void };

/** The right address of somebody whom a mail did not reach. */
function RightAddress({ before, pending, onClose, onWrite }: Props) {
  const { t } = useTranslation();
  const [address, setAddress] = useState(before);
  const [tried, setTried] = useState(false);
  const wrong = !isAddress(address.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!wrong) onWrite(address.trim());
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('failure.rewrite')}
      zIndex={250}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            type="email"
            data-autofocus
            label={t('failure.address')}
            description={t('failure.addressHint')}
            value={address}
            error={tried && wrong ? t('reply.addressInvalid', { address }) : undefined}
            onChange={(event) => setAddress(event.currentTarget.value)}
          />
          <AddressNotes addresses={[address]} onReplace={(_, meant) => setAddress(meant)} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={pending}>
              {t('failure.write')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
