import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RowCard } from '@/components/card/RowCard';
import { DataList } from '@/components/data-list/DataList';
import { SearchField } from '@/components/data-list/SearchField';
import { IconBlocked, IconCheck, IconPlus } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { Time } from '@/components/time/Time';
import type { OwnReturnRule, ReturnToReview } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { type ListSearch, useListSearch } from '@/lib/router/use-list-search';
import { useMay } from '@/lib/session/SessionContext';
import { useReturnsToReview } from '../api/returns';
import { useReturnActions } from '../use-return-actions';
import { whyHere } from '../why-here';
import { ReturnDrawer } from './ReturnDrawer';
import { RuleForm } from './RuleForm';
import { RulesDrawer } from './RulesDrawer';
import { useReturnColumns } from './use-return-columns';

type Search = ListSearch & { done?: boolean };

/** What lies beside the list: the rules, or the form of one. */
type Beside = 'rules' | { about?: ReturnToReview; rule?: OwnReturnRule; back?: 'rules' };

/** Returns that nobody understands yet, worked off one by one or many at once, and the rules that explain them. */
export function ReturnsPage() {
  const { t } = useTranslation();
  const mayRule = useMay('mailboxes');
  const [search, change] = useListSearch<Search>();
  const [beside, setBeside] = useState<Beside>();
  const done = search.done ?? false;
  const request = { sort: 'at', descending: search.descending ?? true, q: search.q, done };
  const list = useReturnsToReview(request);
  const { finish } = useReturnActions();
  const close = () => change({ open: undefined });
  return (
    <Page
      title={t('returnedMail.title')}
      lead={t('returnedMail.lead')}
      body="fill"
      actions={
        <>
          <Button variant="default" onClick={() => setBeside('rules')}>
            {t('returnedMail.rules')}
          </Button>
          {mayRule && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setBeside({})}>
              {t('returnedMail.newRule')}
            </Button>
          )}
        </>
      }
    >
      <DataList
        name="returns"
        label={t('returnedMail.review')}
        columns={useReturnColumns(done)}
        list={list}
        rowId={(row) => row.id}
        rowName={(row) => row.address ?? t('returnedMail.nobody')}
        card={(row) => <ReturnCard row={row} />}
        sort={{ column: request.sort, descending: request.descending }}
        onSort={({ descending }) => change({ descending })}
        onOpen={(row) => change({ open: row.id }, { push: true })}
        openId={search.open}
        toolbar={
          <>
            <Shelf done={done} onChange={(done) => change({ done: done || undefined })} />
            <SearchField value={search.q} onSearch={(q) => change({ q })} />
          </>
        }
        actions={
          done
            ? undefined
            : ({ ids, clear }) => (
                <Button size="xs" leftSection={<IconCheck size={15} />} onClick={() => finish(ids, clear)}>
                  {t('returnedMail.done')}
                </Button>
              )
        }
        filtered={Boolean(search.q)}
        onClearFilters={() => change({ q: undefined })}
        empty={
          <EmptyState
            icon={IconBlocked}
            title={t(done ? 'returnedMail.emptyDone' : 'returnedMail.emptyTitle')}
            hint={done ? undefined : t('returnedMail.emptyHint')}
          />
        }
      />
      <ReturnDrawer
        row={list.rows.find(({ id }) => id === search.open)}
        onRule={
          mayRule
            ? (about) => {
                close();
                setBeside({ about });
              }
            : undefined
        }
        onClose={close}
      />
      <RulesDrawer
        opened={beside === 'rules'}
        onChange={(rule) => setBeside({ rule, back: 'rules' })}
        onClose={() => setBeside(undefined)}
      />
      {typeof beside === 'object' && (
        <RuleForm about={beside.about} rule={beside.rule} onClose={() => setBeside(beside.back)} />
      )}
    </Page>
  );
}

function Shelf({ done, onChange }: { done: boolean; onChange: (done: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <Select
      size="xs"
      w={170}
      aria-label={t('intake.show')}
      allowDeselect={false}
      data={[
        { value: 'open', label: t('returnedMail.review') },
        { value: 'done', label: t('returnedMail.looked') },
      ]}
      value={done ? 'done' : 'open'}
      onChange={(shelf) => onChange(shelf === 'done')}
    />
  );
}

function ReturnCard({ row }: { row: ReturnToReview }) {
  const { t } = useTranslation();
  return (
    <RowCard
      title={row.address ?? t('returnedMail.nobody')}
      time={<Time at={row.at} />}
      text={row.words || (row.address !== null && textOf(`returns.class.${row.class}`)) || undefined}
      facts={<span>{t(whyHere(row))}</span>}
    />
  );
}
