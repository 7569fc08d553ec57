import { Kbd, Loader, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconSearch } from '@/components/icons';
import { problemSentence } from '@/components/problem/problem-text';
import { useSearch } from '../api/search-cases';
import { HitLine } from './HitLine';
import classes from './SearchPalette.module.css';

/** Typing pauses this long before the server is asked. */
const PAUSE_MS = 160;
/** Hits that are shown before one asks for all. */
const HITS = 7;

/** Search from anywhere: type, choose with the arrows, Enter opens. */
export function SearchPalette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size="38rem"
      yOffset="12vh"
      transitionProps={{ duration: 80 }}
    >
      <Modal.Overlay />
      <Modal.Content className={classes.content} aria-label={t('search.title')}>
        <Modal.Body p={0}>
          <Palette onClose={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  // At once: who opens it with the keyboard types on without looking.
  useEffect(() => field.current?.focus(), []);
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, PAUSE_MS);
  const [active, setActive] = useState(0);
  const search = useSearch(asked, HITS);
  const hits = text.trim() === '' ? [] : (search.data?.rows ?? []);
  const choices = hits.length + (hits.length > 0 ? 1 : 0);
  const current = Math.min(active, Math.max(0, choices - 1));
  const showAll = () => {
    onClose();
    void navigate({ to: '/search', search: { q: text.trim() } });
  };
  const open = (id: string) => {
    onClose();
    void navigate({ to: '/cases/$caseId', params: { caseId: id } });
  };
  const choose = () => {
    // What is shown may still answer the former question.
    const hit = asked === text && !search.isPlaceholderData ? hits[current] : undefined;
    if (hit) open(hit.case.id);
    else if (text.trim() !== '') showAll();
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && choices > 0) {
      event.preventDefault();
      setActive((current + step + choices) % choices);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose();
    }
  };
  return (
    <search>
      <TextInput
        ref={field}
        data-autofocus
        role="combobox"
        aria-expanded={choices > 0}
        aria-controls={list}
        aria-activedescendant={choices > 0 ? `${list}-${current}` : undefined}
        aria-autocomplete="list"
        aria-label={t('search.title')}
        placeholder={t('search.placeholder')}
        size="lg"
        variant="unstyled"
        className={classes.field}
        leftSection={<IconSearch size={18} />}
        rightSection={search.isFetching ? <Loader size="xs" /> : null}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      <div id={list} role="listbox" aria-label={t('search.results')} className={classes.list}>
        {hits.map((hit, index) => (
          <HitLine
            key={hit.case.id}
            id={`${list}-${index}`}
            hit={hit}
            active={index === current}
            onPoint={() => setActive(index)}
            onOpen={() => open(hit.case.id)}
          />
        ))}
        {hits.length > 0 && (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys of all choices
          <div
            id={`${list}-${hits.length}`}
            role="option"
            tabIndex={-1}
            aria-selected={current === hits.length}
            className={classes.all}
            onPointerMove={() => setActive(hits.length)}
            onClick={showAll}
          >
            {t('search.showAll')}
          </div>
        )}
      </div>
      <p className={classes.state} role="status">
        {search.isError
          ? problemSentence(search.error, t)
          : text.trim() === ''
            ? t('search.hint')
            : search.isSuccess && hits.length === 0 && t('search.nothing')}
      </p>
      <p className={classes.keys} aria-hidden>
        <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t('search.keyChoose')} <Kbd>Enter</Kbd> {t('search.keyOpen')}{' '}
        <Kbd>Esc</Kbd> {t('search.keyClose')}
      </p>
    </search>
  );
}
