import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { notifyDone } from '@/components/problem/notify';
import type { BlockScope } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import { useBlockAddress } from '../api/blocked-addresses';

const SCOPES: BlockScope[] = ['all', 'mailings'];

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
  const block = useBlockAddress();
  const form = useForm({
    initial: { address: '', scope: 'all' as BlockScope },
    check: ({ address }) => ({ address: isAddress(address) ? undefined : t('field.email') }),
    error: block.error,
  });
  const submit = () => {
    if (!form.isReady()) return;
    block.mutate(form.values, {
      onSuccess: () => {
        notifyDone(t('blockedAddresses.blocked', { address: form.values.address.trim() }));
        onClose();
      },
    });
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
