import { ActionIcon, Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconX } from '@/components/icons';
import type { ListMember } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFoundPersons } from '@/lib/requests/find-persons';
import { usePeopleLists } from '@/lib/requests/people-lists';
import { useCompanyChoices } from '../api/list-companies';
import classes from './ListMembersField.module.css';
import { PasteAddresses, type PasteBox } from './PasteAddresses';

type Props = {
  value: ListMember[];
  locked: boolean;
  onChange: (members: ListMember[]) => void;
  paste: PasteBox;
};

const keyOf = (member: ListMember) =>
  member.kind === 'address' ? `address:${member.address.toLowerCase()}` : `${member.kind}:${member.id}`;

/** Each once, where he stands first; with the name that any of his places has. */
function joined(members: ListMember[]): ListMember[] {
  const all = new Map<string, ListMember>();
  for (const member of members) {
    const known = all.get(keyOf(member));
    const isNamed = member.kind !== 'address' || member.name !== null;
    if (!known) all.set(keyOf(member), member);
    else if (known.kind === 'address' && known.name === null && isNamed)
      all.set(keyOf(member), { ...known, name: member.name });
  }
  return [...all.values()];
}

/** Who is in a list: found among those who are known, or pasted as addresses. */
export function ListMembersField({ value, locked, onChange, paste }: Props) {
  const { t } = useTranslation();
  const add = (fresh: ListMember[]) => {
    const all = joined([...value, ...fresh]);
    if (all.some((member, at) => member !== value[at])) onChange(all);
    return all.length - value.length;
  };
  const replace = (from: string, member: ListMember, earlier: string[]) => {
    const keyOfPasted = (address: string) => keyOf({ kind: 'address', address, name: null });
    const isMeant = (one: ListMember) => keyOf(one) === keyOfPasted(from);
    if (value.some(isMeant)) return onChange(joined(value.map((one) => (isMeant(one) ? member : one))));
    const keys = value.map(keyOf);
    const before = earlier.findLast((address) => keys.includes(keyOfPasted(address)));
    const place = before === undefined ? value.length : keys.indexOf(keyOfPasted(before)) + 1;
    onChange(joined(value.toSpliced(place, 0, member)));
  };
  return (
    <>
      {value.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('distributionLists.nobody')}
        </Text>
      ) : (
        <ul className={classes.members} aria-label={t('distributionLists.inIt')}>
          {value.map((member) => (
            <li key={keyOf(member)} className={classes.member}>
              <span className={classes.name}>
                {member.kind === 'address' ? member.name || readable(member.address) : member.name}
              </span>
              <span className={classes.about}>
                {member.kind === 'address'
                  ? member.name && readable(member.address)
                  : t(`distributionLists.kind.${member.kind}`)}
              </span>
              {!locked && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={24}
                  aria-label={t('distributionLists.takeOut', {
                    name: member.kind === 'address' ? member.address : member.name,
                  })}
                  onClick={() => onChange(value.filter((other) => other !== member))}
                >
                  <IconX size={14} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      {!locked && <FindMember onFound={(member) => add([member])} />}
      {!locked && <PasteAddresses box={paste} onAdd={add} onReplace={replace} />}
    </>
  );
}

/** How long somebody stops typing before the server is asked, milliseconds. */
const PAUSE_MS = 180;

/** A person, a company or a set of persons, found by name. */
function FindMember({ onFound }: { onFound: (member: ListMember) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, PAUSE_MS);
  const persons = useFoundPersons(asked).data ?? [];
  const companies = useCompanyChoices(asked);
  const selections = usePeopleLists('selection').data?.rows ?? [];
  const projects = usePeopleLists('project').data?.rows ?? [];
  const fits = ({ name }: { name: string }) => name.toLowerCase().includes(text.trim().toLowerCase());
  const some = text.trim().length > 0;
  const offered: ListMember[] = some
    ? [
        ...persons.map(({ id, name }) => ({ kind: 'person' as const, id, name })),
        ...companies.filter(fits).map(({ id, name }) => ({ kind: 'company' as const, id, name })),
        ...[...selections, ...projects]
          .filter(fits)
          .map(({ id, name }) => ({ kind: 'selection' as const, id, name })),
      ]
    : [];
  const groups = (['person', 'company', 'selection'] as const).map((kind) => ({
    group: t(`distributionLists.kind.${kind}`),
    items: offered.flatMap((member) =>
      member.kind === kind ? [{ value: keyOf(member), label: member.name }] : [],
    ),
  }));
  return (
    <Select
      label={t('distributionLists.find')}
      placeholder={t('distributionLists.findHint')}
      searchable
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      nothingFoundMessage={some ? t('distributionLists.noneFound') : undefined}
      data={groups.filter(({ items }) => items.length > 0)}
      value={null}
      onChange={(key) => {
        const member = offered.find((one) => keyOf(one) === key);
        if (member) onFound(member);
        setText('');
      }}
    />
  );
}
