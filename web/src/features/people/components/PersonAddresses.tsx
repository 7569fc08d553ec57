import { ActionIcon, Button, Input, TextInput, Tooltip } from '@mantine/core';
import { type ClipboardEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { AddressSign } from '@/components/address/AddressWarning';
import { IconPlus, IconStar, IconStarFilled, IconTrash } from '@/components/icons';
import type { AddressWarning } from '@/lib/api/types';
import { pastedAt } from '../pasted-addresses';
import classes from './PersonAddresses.module.css';

type Props = {
  /** The usual one first. */
  value: string[];
  warnings: AddressWarning[];
  error: string | undefined;
  onChange: (addresses: string[]) => void;
};

/** Addresses that one person has. */
const ADDRESSES_MAX = 20;

/** A person's addresses, one a line; the first is the usual one. */
export function PersonAddresses({ value, warnings, error, onChange }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const set = (at: number, text: string) => onChange(value.map((one, place) => (place === at ? text : one)));
  const paste = (at: number) => (event: ClipboardEvent) => {
    const next = pastedAt(value, at, event.clipboardData.getData('text/plain'));
    if (!next) return;
    event.preventDefault();
    onChange(next.slice(0, ADDRESSES_MAX));
  };
  const warningOf = (address: string) =>
    warnings.find((one) => one.address.toLowerCase() === address.trim().toLowerCase());
  return (
    <Input.Wrapper
      label={t('persons.addresses')}
      description={t('personCard.addressesHint')}
      labelElement="div"
      labelProps={{ id: `${id}-label` }}
      descriptionProps={{ id: `${id}-hint` }}
      error={error}
    >
      <fieldset className={classes.group} aria-labelledby={`${id}-label`} aria-describedby={`${id}-hint`}>
        <ul className={classes.list}>
          {value.map((address, at) => {
            const warning = warningOf(address);
            const name = address.trim() || t('personCard.newAddress');
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line stays where it is while it is written
              <li key={at} className={classes.row}>
                <Usual
                  usual={at === 0}
                  name={name}
                  onChoose={() => onChange([address, ...value.filter((_, place) => place !== at)])}
                />
                <TextInput
                  className={classes.field}
                  id={`${id}-${at}`}
                  aria-label={
                    at === 0 ? t('personCard.usualAddress') : t('personCard.address', { number: at + 1 })
                  }
                  type="email"
                  inputMode="email"
                  autoComplete="off"
                  spellCheck={false}
                  error={Boolean(error) && address.trim() === ''}
                  value={address}
                  onChange={(event) => set(at, event.currentTarget.value)}
                  onPaste={paste(at)}
                />
                {warning && <AddressSign warning={warning} />}
                {value.length > 1 && (
                  <ActionIcon
                    size="md"
                    aria-label={t('personCard.removeAddress', { address: name })}
                    onClick={() => onChange(value.filter((_, place) => place !== at))}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                )}
              </li>
            );
          })}
        </ul>
      </fieldset>
      {value.length < ADDRESSES_MAX && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...value, ''])}
        >
          {t('personCard.addAddress')}
        </Button>
      )}
      <div className={classes.notes}>
        <AddressNotes
          addresses={value}
          onReplace={(from, to) => onChange(value.map((one) => (one.trim() === from ? to : one)))}
        />
      </div>
    </Input.Wrapper>
  );
}

type UsualProps = { usual: boolean; name: string; onChoose: () => void };

function Usual({ usual, name, onChoose }: UsualProps) {
  const { t } = useTranslation();
  const label = usual ? t('personCard.isUsual') : t('personCard.makeUsual', { address: name });
  return (
    <Tooltip label={label}>
      <ActionIcon size="md" aria-label={label} aria-pressed={usual} onClick={usual ? undefined : onChoose}>
        {usual ? <IconStarFilled size={16} /> : <IconStar size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}
