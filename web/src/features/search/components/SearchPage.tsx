import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconSearch } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { Time } from '@/components/time/Time';
import type { SearchHit } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { type ListSearch, useListSearch } from '@/lib/router/use-list-search';
import { useSearch } from '../api/search-cases';
import { Excerpt } from './Excerpt';
import classes from './SearchPage.module.css';

/** Typing pauses this long before the server is asked. */
const PAUSE_MS = 250;
/** The server shows no more. */
const HITS = 50;

/** All cases that answer a question, with the words in their messages. */
export function SearchPage() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<ListSearch>();
  const asked = search.q ?? '';
  const [text, setText] = useState(asked);
  const later = useDebouncedCallback((q: string) => change({ q }), PAUSE_MS);
  useEffect(() => setText(asked), [asked]);
  return (
    <Page title={t('search.title')} lead={t('search.lead')}>
      <search className={classes.field}>
        <TextInput
          type="search"
          aria-label={t('search.title')}
          placeholder={t('search.placeholder')}
          leftSection={<IconSearch size={16} />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            later(event.currentTarget.value);
          }}
        />
      </search>
      <Results question={asked} />
    </Page>
  );
}

function Results({ question }: { question: string }) {
  const { t } = useTranslation();
  const { data, status, error, refetch, isPlaceholderData } = useSearch(question, HITS);
  if (question.trim() === '') return <EmptyState icon={IconSearch} title={t('search.hint')} />;
  if (status === 'pending') return <LoadingRows rows={6} height={72} />;
  if (status === 'error') return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data.rows.length === 0) {
    return <EmptyState icon={IconSearch} title={t('search.nothing')} hint={t('search.nothingHint')} />;
  }
  return (
    <>
      <p className={classes.count} role="status">
        {data.more
          ? t('search.foundMore', { count: data.rows.length })
          : t('search.found', { count: data.rows.length })}
      </p>
      <ol className={classes.hits} data-stale={isPlaceholderData || undefined}>
        {data.rows.map((hit) => (
          <Hit key={hit.case.id} hit={hit} />
        ))}
      </ol>
    </>
  );
}

function Hit({ hit }: { hit: SearchHit }) {
  const { t } = useTranslation();
  const found = hit.case;
  return (
    <li>
      <Link to="/cases/$caseId" params={{ caseId: found.id }} className={classes.hit}>
        <span className={classes.head}>
          <span className={classes.number}>{found.number}</span>
          <span className={classes.title}>{found.title || t('common.noSubject')}</span>
          <Time at={found.last_message_at} />
        </span>
        <span className={classes.facts}>
          {[
            found.customer_name ?? readable(found.customer_address),
            found.status_name ?? t(`status.${found.status}`),
            found.category_name,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <Excerpt pieces={hit.excerpt} />
      </Link>
    </li>
  );
}
