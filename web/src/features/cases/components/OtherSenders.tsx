import { Button, Menu, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconChevronDown } from '@/components/icons';
import type { FromChoice as Choice, MailSender } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { choiceOf, fits, keyOf, labelOf } from '../sender-choice';
import classes from './FromChoice.module.css';

/** Senders that one sees at a glance; more of them are searched. */
const UNSOUGHT_MAX = 8;
/** The keys that lead out of the search, to the senders or away; the others are typed there. */
const LEAVES = ['Escape', 'ArrowDown', 'ArrowUp', 'Tab'];

type Props = {
  offered: MailSender[];
  choice: Choice;
  /** What the mailbox is called; none that was deleted. */
  mailbox: string | undefined;
  onChoose: (from: Choice | null) => void;
};

/** As whom else it could be written. */
export function OtherSenders({ offered, choice, mailbox, onChoose }: Props) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const isLong = offered.length > UNSOUGHT_MAX;
  const found = offered.filter((one) => fits(readable(labelOf(one)), query));
  const withMailbox = mailbox !== undefined && fits(readable(mailbox), query);
  return (
    <Menu position="bottom-start" shadow="md" onClose={() => setQuery('')}>
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" rightSection={<IconChevronDown size={13} />}>
          {t('from.choose')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={isLong ? classes.long : undefined}>
        {isLong && (
          <TextInput
            className={classes.search}
            size="xs"
            type="search"
            data-autofocus
            aria-label={t('from.search')}
            placeholder={t('from.search')}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={(event) => !LEAVES.includes(event.key) && event.stopPropagation()}
          />
        )}
        {found.length === 0 && !withMailbox && <Menu.Label role="status">{t('from.noneFound')}</Menu.Label>}
        <Menu.RadioGroup value={keyOf(choice)} onChange={(next) => onChoose(choiceOf(next as string))}>
          {withMailbox && (
            <Menu.RadioItem closeMenuOnClick value="mailbox">
              {readable(mailbox)}
            </Menu.RadioItem>
          )}
          {found.map((one) => (
            <Menu.RadioItem closeMenuOnClick key={keyOf(one.from)} value={keyOf(one.from)}>
              {readable(labelOf(one))}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
