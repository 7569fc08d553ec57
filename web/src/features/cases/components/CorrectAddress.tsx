import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Case } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import { type Place, useRewrite } from '../api/sent-message';
import type { Mode } from '../draft';

type Props = {
  shown: Case;
  place: Place;
  recipient: string;
  onClose: () => void;
  onWrite: (mode: Mode) => void;
};

/** The right address of somebody whom a mail did not reach, and whether it is the customer's from now on. */
export function CorrectAddress({ shown, place, recipient, onClose, onWrite }: Props) {
  const { t } = useTranslation();
  const rewrite = useRewrite();
  const isCustomer = shown.customer_address.toLowerCase() === recipient.toLowerCase();
  const [address, setAddress] = useState(recipient);
  const [keeps, setKeeps] = useState(isCustomer);
  const [tried, setTried] = useState(false);
  const wrong = !isAddress(address.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setTried(true);
    if (wrong) return;
    const of_customer = isCustomer && keeps && address.trim() !== recipient;
    rewrite.mutate(
      { ...place, correction: { address: address.trim(), of_customer } },
      {
        onSuccess: ({ mode }) => {
          if (mode !== 'new') onWrite(mode);
          notifyDone(t('failure.rewritten'));
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('failure.rewrite')}
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
          {isCustomer && (
            <Checkbox
              label={t('failure.ofCustomer')}
              description={t('failure.ofCustomerHint')}
              checked={keeps}
              onChange={(event) => setKeeps(event.currentTarget.checked)}
            />
          )}
          <ProblemView error={rewrite.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={rewrite.isPending}>
              {t('failure.write')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
