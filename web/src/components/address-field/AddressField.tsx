import { Combobox, Pill, PillsInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAddress } from '@/lib/mail/address';
import { type Named, readAddresses } from '@/lib/mail/address-list';
import { isRecipient, listOf } from '@/lib/mail/distribution-list';
import { forgetName, isNameForgotten, tellNames, toldName } from '@/lib/mail/told-names';
import { useRecentRecipients } from '@/lib/preferences/use-recent-recipients';
import { useAddressCheck } from '@/lib/requests/addresses';
import { useKnownLists } from '@/lib/requests/distribution-lists';
import { useFoundPersons } from '@/lib/requests/find-persons';
import { AddressChip } from './AddressChip';
import classes from './AddressField.module.css';
import { ChosenLists } from './ChosenLists';
import { Offered } from './Offered';
import { suggestionsFor } from './suggestions';
import { whatIsWrong } from './what-is-wrong';

type Props = {
  label: string;
  description?: string;
  size?: 'xs' | 'sm';
  value: string[];
  onChange: (addresses: string[]) => void;
  /** Who takes part so far; proposed first, and known by name. */
  near?: Named[];
  /** Whether each chip with a name shows the address too; those of blocked ones always do. */
  whole?: boolean;
  /** One address alone, and no list: another takes its place. Of several at once none is taken: which one is meant its author says. */
  alone?: boolean;
  /** Hears whether something stands there that cannot be taken as it is. */
  onPending?: (isPending: boolean) => void;
};

/** How long somebody stops typing before the server is asked, milliseconds. */
const PAUSE_MS = 180;

/** Addresses as chips, each with its name; completed from who is known, and marked where one looks wrong. */
export function AddressField(props: Props) {
  const { label, description, size = 'sm', value, onChange, near = [], whole, alone } = props;
  const { onPending } = props;
  const { t } = useTranslation();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed, setTyped] = useState('');
  const [recent] = useRecentRecipients();
  const [asked] = useDebouncedValue(typed, PAUSE_MS);
  const found = useFoundPersons(asked);
  const known = [...near, ...recent];
  const lists = useKnownLists();
  const persons = typed.trim().length < 2 ? [] : (found.data ?? []);
  const offered = suggestionsFor(typed, value, {
    near: known,
    persons,
    lists: (alone ? [] : lists).map((list) => ({
      list,
      about: t('distributionLists.members', { count: list.members }),
    })),
  });
  // Persons come with their warnings; whom somebody wrote to last does not.
  const bare = offered.filter(({ address, warning }) => !warning && isAddress(address));
  const checked = useAddressCheck(combobox.dropdownOpened ? bare.map(({ address }) => address) : []);
  const blocked = useAddressCheck(value.filter(isAddress)).filter((one) => one.blocked);
  const scopeOf = (address: string) => checked.find(({ input }) => input === address)?.blocked?.scope;
  const nameOf = (address: string) => {
    const among = (people: Named[]) =>
      people.find((one) => one.address.toLowerCase() === address.toLowerCase())?.name;
    // Whom somebody wrote to has the name that came along then, also a wrong one.
    const then = isNameForgotten(address) ? undefined : among(recent);
    return lists.find(({ id }) => id === listOf(address))?.name ?? toldName(address) ?? among(near) ?? then;
  };
  // The name that stands in a chip goes along with the mail.
  useEffect(() =>
    tellNames(value.filter(isAddress).map((address) => ({ address, name: nameOf(address) ?? null }))),
  );

  /** Whose chips were taken off here. */
  const takenOff = useRef(new Set<string>());
  /** As they were typed or pasted: who stands there without a name is to have none but that he is known by. */
  const addWritten = (people: Named[]) => {
    const isThere = (address: string) => value.some((one) => one.toLowerCase() === address.toLowerCase());
    for (const { address, name } of people)
      if (name === null && takenOff.current.has(address.toLowerCase()) && !isThere(address))
        forgetName(address);
    add(people);
  };
  const isOneTooMany = (people: Named[]) => alone && people.length > 1;
  const add = (people: Named[]) => {
    const taken = new Set(value.map((address) => address.toLowerCase()));
    const fresh = people.filter(({ address }) => {
      const key = address.toLowerCase();
      return !taken.has(key) && taken.add(key);
    });
    tellNames(people);
    setTyped('');
    combobox.closeDropdown();
    const all = [...value, ...fresh.map(({ address }) => address)];
    if (fresh.length > 0) onChange(alone ? all.slice(-1) : all);
  };
  /** What is too much stays as it is typed. */
  const commit = () => {
    const people = readAddresses(typed);
    if (!isOneTooMany(people)) addWritten(people);
  };
  /** Whom Enter means where a name is typed and none is marked: the first that is offered for just these words. */
  const firstOffered = () => {
    if (!combobox.dropdownOpened || asked !== typed || found.isLoading || found.isPlaceholderData)
      return undefined;
    return readAddresses(typed).some(({ address }) => isAddress(address)) ? undefined : offered[0];
  };
  const remove = (address: string) => {
    takenOff.current.add(address.toLowerCase());
    onChange(value.filter((other) => other !== address));
  };
  const press = (event: KeyboardEvent) => {
    const isChoosing = combobox.dropdownOpened && combobox.getSelectedOptionIndex() >= 0;
    const isEnd = /^[,;]$/.test(event.key) || (event.key === ' ' && isAddress(typed));
    if (event.key === 'Backspace' && typed === '' && value.length > 0) remove(value.at(-1) ?? '');
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !isChoosing && typed.trim() !== '') {
      event.preventDefault();
      const first = firstOffered();
      if (first) add([first]);
      else commit();
    } else if (isEnd && !typed.includes('"')) {
      event.preventDefault();
      commit();
    }
  };
  const paste = (event: ClipboardEvent) => {
    // A field of one line has no room for the ends of others.
    const whole = typed + event.clipboardData.getData('text/plain');
    const words = whole.trim().replace(/\s*[\r\n]+\s*/g, ', ');
    const people = readAddresses(whole);
    if (people.length < 2 && !people.every(({ name, address }) => name !== null || isAddress(address)))
      return;
    event.preventDefault();
    if (isOneTooMany(people)) setTyped(words);
    else addWritten(people);
  };
  const wrong = value.filter((address) => !isRecipient(address));
  const isTooMany = isOneTooMany(readAddresses(typed));
  useEffect(() => onPending?.(isTooMany === true), [isTooMany, onPending]);
  return (
    <div>
      <Combobox
        store={combobox}
        onOptionSubmit={(address) => add(offered.filter((one) => one.address === address))}
        position="bottom-start"
        shadow="md"
      >
        <Combobox.DropdownTarget>
          <PillsInput
            data-frame
            size={size}
            label={label}
            description={description}
            error={isTooMany ? t('addressField.oneAlone') : whatIsWrong(wrong, t)}
            // What is not taken is said at once; what was taken and is wrong is marked in its chip, too.
            errorProps={{ role: isTooMany ? 'alert' : undefined }}
            onClick={() => combobox.openDropdown()}
          >
            <Pill.Group>
              {value.map((address) => (
                <AddressChip
                  key={address}
                  address={address}
                  name={nameOf(address) ?? undefined}
                  whole={whole || blocked.some(({ input }) => input === address)}
                  onRemove={() => remove(address)}
                />
              ))}
              <Combobox.EventsTarget>
                <PillsInput.Field
                  className={classes.input}
                  aria-label={label}
                  inputMode="email"
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  value={typed}
                  onChange={(event) => {
                    setTyped(event.currentTarget.value);
                    combobox.openDropdown();
                    combobox.resetSelectedOption();
                  }}
                  onBlur={() => {
                    combobox.closeDropdown();
                    commit();
                  }}
                  onKeyDown={press}
                  onPaste={paste}
                />
              </Combobox.EventsTarget>
            </Pill.Group>
          </PillsInput>
        </Combobox.DropdownTarget>
        <Combobox.Dropdown hidden={offered.length === 0}>
          <Combobox.Options mah={280} className={classes.options} aria-label={t('addressField.offered')}>
            {offered.map((one) => (
              <Offered key={one.address} one={one} scope={scopeOf(one.address)} />
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <ChosenLists
        value={value}
        lists={lists}
        onExpand={(typed, people) => {
          tellNames(people);
          const addresses = people.map(({ address }) => address);
          onChange([...new Set(value.flatMap((other) => (other === typed ? addresses : other)))]);
        }}
      />
    </div>
  );
}
