import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { ProblemView } from '@/components/problem/ProblemView';
import type { CaseParticipant } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import { readAddresses } from '@/lib/mail/address-list';
import { useOwner } from './use-owner';

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
  /** A choice beside it: what it is called, what follows when it is made and when it is not, and whether it is at first. */
  choice?: { label: string; hint: string; otherwise: string; made: boolean };
  /** Whose case it is in, and who takes part in it: the address of another of them lasts for nobody. */
  of?: { person?: string | null; participants?: CaseParticipant[] };
  pending: boolean;
  error?: unknown;
  onSave: (address: string, chosen: boolean) => void;
  onClose: () => void;
};

/** What is asked in a drawer lies above it. */
const ABOVE_DRAWERS = 250;

/** “Kari <kari@…>” is what mail programs copy: the address in it is meant. */
const addressIn = (text: string) =>
  /<[^<>]+@[^<>]+>\s*$/.test(text) ? (readAddresses(text).at(-1)?.address ?? text) : text;

/** Asks for the right address of somebody whom mail did not reach. */
export function RightAddress({ title, before, proposed, hint, action, choice, of, ...props }: Props) {
  const { t } = useTranslation();
  const [address, setAddress] = useState(proposed ?? before);
  const [chosen, setChosen] = useState(choice?.made ?? false);
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const owner = useOwner(address, { address: before, ...of });
  const isSame = address.trim().toLowerCase() === before.toLowerCase();
  const wrong = isSame
    ? t('failure.addressSame')
    : isAddress(address.trim())
      ? undefined
      : t('reply.addressInvalid', { address });
  // What was refused is mended there; the button had the focus, and has lost it while it waited.
  useEffect(() => {
    if (props.error) field.current?.focus();
  }, [props.error]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setTried(true);
    if (wrong) field.current?.focus();
    else props.onSave(address.trim(), chosen && !owner);
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
            ref={field}
            // Not `email`: a browser takes the signs out of “Kari <kari@…>” that is pasted.
            inputMode="email"
            data-autofocus
            label={t('failure.address')}
            description={hint}
            value={address}
            error={tried ? wrong : undefined}
            onChange={(event) => setAddress(addressIn(event.currentTarget.value))}
          />
          <AddressNotes addresses={[address]} onReplace={(_, meant) => setAddress(meant)} />
          {owner && (
            <Text size="sm" role="status">
              {t(owner.takesPart ? 'failure.ownerTakesPart' : 'failure.owner', {
                address: address.trim(),
                name: owner.name,
              })}
            </Text>
          )}
          {choice && (
            <Checkbox
              label={choice.label}
              description={owner ? t('failure.ownerHint') : chosen ? choice.hint : choice.otherwise}
              checked={chosen && !owner}
              disabled={owner !== undefined}
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
