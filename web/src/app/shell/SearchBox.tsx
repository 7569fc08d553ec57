import { Kbd, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconSearch } from '@/components/icons';
import classes from './SearchBox.module.css';

/** Searches the cases from anywhere; "/" leads here. */
export function SearchBox({ input }: { input: RefObject<HTMLInputElement | null> }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const wide = useMediaQuery('(min-width: 62em)') ?? true;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!text.trim()) return;
    void navigate({ to: '/cases', search: { q: text.trim(), queue: 'all' } });
    setText('');
    input.current?.blur();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') input.current?.blur();
  };
  return (
    <search className={classes.form}>
      <form onSubmit={submit}>
        <TextInput
          ref={input}
          type="search"
          aria-label={t('shell.search')}
          placeholder={wide ? `${t('shell.search')}: ${t('shell.searchHint')}` : t('shell.search')}
          leftSection={<IconSearch size={16} />}
          rightSection={<Kbd className={classes.key}>/</Kbd>}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={press}
          classNames={{ input: classes.input }}
        />
      </form>
    </search>
  );
}
