import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { WithSigns } from '@/components/address/AddressWarning';
import { IconDots, IconPlus, IconTrash, IconUser } from '@/components/icons';
import { notifyProblem } from '@/components/problem/notify';
import { WriteLink } from '@/components/write/WriteTo';
import type { Case, CaseParticipant } from '@/lib/api/types';
import { useAddParticipant } from '../api/add-participant';
import { useRemoveParticipant } from '../api/remove-participant';
import classes from './CaseParticipants.module.css';

/** Who outside takes part beside the customer, and how somebody comes and goes. */
export function CaseParticipants({ shown }: { shown: Case }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const add = useAddParticipant(shown.id);
  const remove = useRemoveParticipant(shown.id);
  const refused = { onError: (error: unknown) => notifyProblem(error, t) };
  const others = shown.participants.filter((one) => one.role === 'cc');
  return (
    <div className={classes.participants}>
      {others.length > 0 && (
        <ul className={classes.list} aria-label={t('participants.title')}>
          {others.map((one) => (
            <Participant
              key={one.address}
              one={one}
              onCustomer={() =>
                add.mutate({ address: one.address, name: one.name ?? undefined, role: 'customer' }, refused)
              }
              onRemove={() => remove.mutate({ address: one.address }, refused)}
            />
          ))}
        </ul>
      )}
      {adding ? (
        <AddForm
          onCancel={() => setAdding(false)}
          onAdd={(address) =>
            add.mutate({ address, role: 'cc' }, { ...refused, onSuccess: () => setAdding(false) })
          }
        />
      ) : (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => setAdding(true)}
        >
          {t('participants.add')}
        </Button>
      )}
    </div>
  );
}

type OneProps = { one: CaseParticipant; onCustomer: () => void; onRemove: () => void };

function Participant({ one, onCustomer, onRemove }: OneProps) {
  const { t } = useTranslation();
  return (
    <li className={classes.one}>
      <span className={classes.who}>
        {one.name && <span>{one.name}</span>}
        <WithSigns warnings={one.warning ? [one.warning] : []}>
          <WriteLink address={one.address} />
        </WithSigns>
      </span>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="sm" aria-label={t('participants.menu', { name: one.name ?? one.address })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUser size={16} />} onClick={onCustomer}>
            {t('participants.makeCustomer')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={onRemove}>
            {t('participants.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

function AddForm({ onAdd, onCancel }: { onAdd: (address: string) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const [address, setAddress] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (address.trim()) onAdd(address.trim());
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        size="xs"
        type="email"
        aria-label={t('participants.address')}
        placeholder={t('participants.address')}
        autoFocus
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onCancel();
        }}
      />
      <Button size="xs" type="submit">
        {t('common.add')}
      </Button>
      <AddressNotes addresses={[address]} onReplace={(_, meant) => setAddress(meant)} />
    </form>
  );
}
