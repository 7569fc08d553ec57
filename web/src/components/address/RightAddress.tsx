import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { ProblemView } from '@/components/problem/ProblemView';
import { isAddress } from '@/lib/mail/address';

type Props = {
  title: string;
  /** The address that is wrong. */
  before: string;
  /** What stands in the field at first, where words named a new address; else the wrong one. */
  proposed?: string | null;
  /** What becomes of what is entered. */
  hint: string;
  /** The verb of the button. */
  action: string;
  /** A choice beside it: what it is called, and whether it is made at first. */
  choice?: { label: string; hint: string; made: boolean };
  pending: boolean;
  error?: unknown;
  onSave: (address: string, chosen: boolean) => void;
  onClose: () => void;
};

/** What is asked in a drawer lies above it. */
const ABOVE_DRAWERS = 250;

/** Asks for the right address of somebody whom mail did not reach. */
export function RightAddress({ title, before, proposed, hint, action, choice, ...props }: Props) {
  const { t } = useTranslation();
  const [address, setAddress] = useState(proposed ?? before);
  const [chosen, setChosen] = useState(choice?.made ?? false);
  const [tried, setTried] = useState(false);
  const wrong = !isAddress(address.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setTried(true);
    if (!wrong) props.onSave(address.trim(), chosen);
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={title}
      zIndex={ABOVE_DRAWERS}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            type="email"
            data-autofocus
            label={t('failure.address')}
            description={hint}
            value={address}
            error={tried && wrong ? t('reply.addressInvalid', { address }) : undefined}
            onChange={(event) => setAddress(event.currentTarget.value)}
          />
          <AddressNotes addresses={[address]} onReplace={(_, meant) => setAddress(meant)} />
          {choice && (
            <Checkbox
              label={choice.label}
              description={choice.hint}
              checked={chosen}
              onChange={(event) => setChosen(event.currentTarget.checked)}
            />
          )}
          <ProblemView error={props.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={props.pending}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
