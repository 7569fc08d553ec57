import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { notifyDone } from '@/components/problem/notify';
import { ApiProblem } from '@/lib/api/problem';
import type { BlockScope } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import { useBlockAddress } from '../api/blocked-addresses';

const SCOPES: BlockScope[] = ['all', 'mailings'];

/** What is asked about an address that may not be meant. */
const ASKED = ['of_mailbox', 'of_user', 'blocked_by_returns', 'blocked_by_list'] as const;

const askedOf = (error: unknown) =>
  ASKED.find((what) => error instanceof ApiProblem && error.code === `address.${what}`);

/** Blocks an address by hand. */
export function BlockAddress() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        {t('blockedAddresses.block')}
      </Button>
      {open && <BlockForm onClose={() => setOpen(false)} />}
    </>
  );
}

function BlockForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const block = useBlockAddress();
  const form = useForm({
    initial: { address: '', scope: 'all' as BlockScope },
    check: ({ address }) => ({ address: isAddress(address) ? undefined : t('field.email') }),
    error: askedOf(block.error) ? null : block.error,
  });
  const send = (all_the_same: boolean) => {
    const address = form.values.address.trim();
    block.mutate(
      { ...form.values, all_the_same },
      {
        onSuccess: () => {
          notifyDone(t('blockedAddresses.blocked', { address }));
          onClose();
        },
        onError: async (error) => {
          const asked = askedOf(error);
          if (!asked) return;
          const question = {
            title: t('blockedAddresses.allTheSame.title', { address }),
            text: t(`blockedAddresses.allTheSame.${asked}`),
            action: t('blockedAddresses.allTheSame.action'),
          };
          if (await confirm(question)) send(true);
        },
      },
    );
  };
  const submit = () => {
    if (form.isReady()) send(false);
  };
  return (
    <FormDrawer
      opened
      title={t('blockedAddresses.block')}
      onClose={onClose}
      onSubmit={submit}
      saving={block.isPending}
      error={form.general}
      submit={t('blockedAddresses.blockIt')}
    >
      <TextInput
        label={t('blockedAddresses.column.address')}
        description={t('blockedAddresses.addressHint')}
        type="email"
        autoComplete="off"
        data-autofocus
        value={form.values.address}
        error={form.errorOf('address')}
        onChange={(event) => form.set({ address: event.currentTarget.value })}
      />
      <AddressNotes addresses={[form.values.address]} onReplace={(_, address) => form.set({ address })} />
      <WithHelp name={t('blockedAddresses.column.scope')} help={t('blockedAddresses.scopeHelp')}>
        <SegmentedControl
          fullWidth
          aria-label={t('blockedAddresses.column.scope')}
          value={form.values.scope}
          onChange={(scope) => form.set({ scope: scope as BlockScope })}
          data={SCOPES.map((scope) => ({ value: scope, label: t(`blockedAddresses.scope.${scope}`) }))}
        />
      </WithHelp>
    </FormDrawer>
  );
}
