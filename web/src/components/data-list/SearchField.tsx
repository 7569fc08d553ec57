import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconSearch } from '../icons';
import classes from './SearchField.module.css';

/** Typing pauses this long before the list is asked. */
const PAUSE_MS = 300;

/** The search of a list. */
export function SearchField({
  value,
  onSearch,
}: {
  value: string | undefined;
  onSearch: (text: string) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(value ?? '');
  const later = useDebouncedCallback(onSearch, PAUSE_MS);
  useEffect(() => setText(value ?? ''), [value]);
  const change = (next: string) => {
    setText(next);
    later(next);
  };
  const clear = () => {
    setText('');
    onSearch('');
  };
  return (
    <TextInput
      type="search"
      size="xs"
      className={classes.search}
      aria-label={t('list.search')}
      placeholder={t('list.search')}
      leftSection={<IconSearch size={15} />}
      rightSection={text && <CloseButton size="xs" aria-label={t('list.clearFilters')} onClick={clear} />}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
