import { Button, Group, Loader, Popover } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DistributionList } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import type { Named } from '@/lib/mail/address-list';
import { listOf } from '@/lib/mail/distribution-list';
import { useListReach } from '@/lib/requests/distribution-lists';
import { ProblemView } from '../problem/ProblemView';
import classes from './AddressField.module.css';

type Props = {
  value: string[];
  lists: DistributionList[];
  /** Puts those whom it reaches in the place of a list. */
  onExpand: (typed: string, people: Named[]) => void;
};

/** For each list among the recipients: who that is, and a way to write to each of them by address. */
export function ChosenLists({ value, lists, onExpand }: Props) {
  const chosen = value.filter((typed) => listOf(typed) !== null);
  if (chosen.length === 0) return null;
  return (
    <Group gap={4} mt={4}>
      {chosen.map((typed) => {
        const list = lists.find(({ id }) => id === listOf(typed));
        return list && <WhoItIs key={typed} list={list} onExpand={(people) => onExpand(typed, people)} />;
      })}
    </Group>
  );
}

type WhoProps = { list: DistributionList; onExpand: (people: Named[]) => void };

function WhoItIs({ list, onExpand }: WhoProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const reach = useListReach(list.id, opened);
  const people = (reach.data?.recipients ?? []).flatMap(({ address, name }) =>
    address ? { address, name } : [],
  );
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" width={320} trapFocus>
      <Popover.Target>
        <Button size="compact-xs" variant="subtle" onClick={() => setOpened((before) => !before)}>
          {t('distributionLists.who', { name: list.name })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={list.name}>
        {reach.isPending && <Loader size="xs" />}
        <ProblemView error={reach.error} />
        {reach.data && (
          <>
            <strong>{t('distributionLists.reaches', { count: people.length })}</strong>
            {people.length > reach.data.max && (
              <p className={classes.over}>{t('distributionLists.over', { max: reach.data.max })}</p>
            )}
            <ul className={classes.members}>
              {reach.data.recipients.map(({ name, address }) => (
                <li key={address}>{readable(name ? `${name} <${address}>` : address)}</li>
              ))}
              {reach.data.left_out.map(({ address, because }) => (
                <li key={address} data-left-out>
                  {t(because === 'former' ? 'distributionLists.former' : 'distributionLists.blocked', {
                    address,
                  })}
                </li>
              ))}
            </ul>
            {people.length > 0 && (
              <Button size="compact-sm" variant="default" onClick={() => onExpand(people)}>
                {t('distributionLists.expand')}
              </Button>
            )}
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
