import { Anchor, Button, Group, Modal, Stack, Table, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconPlus, IconUsers } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { Time } from '@/components/time/Time';
import type { PeopleList, PeopleListKind } from '@/lib/api/types';
import { useCreatePeopleList, usePeopleLists } from '@/lib/requests/people-lists';
import { useMay } from '@/lib/session/SessionContext';
import { useDeleteList, useRenameList } from '../api/people-lists';
import classes from './PeopleTables.module.css';

/** Sets of persons. */
export function SelectionsPage() {
  return <PeopleListsPage kind="selection" />;
}

/** Pieces of work, and who takes part. */
export function ProjectsPage() {
  return <PeopleListsPage kind="project" />;
}

function PeopleListsPage({ kind }: { kind: PeopleListKind }) {
  const { t } = useTranslation();
  const found = usePeopleLists(kind);
  const [naming, setNaming] = useState<PeopleList | 'new'>();
  return (
    <Page
      title={t(`peopleLists.title.${kind}`)}
      lead={t(`peopleLists.lead.${kind}`)}
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setNaming('new')}>
          {t(`peopleLists.new.${kind}`)}
        </Button>
      }
    >
      {found.isPending && <LoadingRows rows={4} height={44} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.rows.length === 0 && (
        <EmptyState
          icon={IconUsers}
          title={t(`peopleLists.empty.${kind}`)}
          hint={t('peopleLists.emptyHint')}
        />
      )}
      {found.data && found.data.rows.length > 0 && (
        <Table.ScrollContainer minWidth={320} className={classes.panel}>
          <Table horizontalSpacing="md" aria-label={t(`peopleLists.title.${kind}`)}>
            <Table.Tbody>
              {found.data.rows.map((list) => (
                <Row key={list.id} list={list} onRename={() => setNaming(list)} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {naming && <Naming kind={kind} list={naming} onClose={() => setNaming(undefined)} />}
    </Page>
  );
}

function Row({ list, onRename }: { list: PeopleList; onRename: () => void }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const mayDelete = useMay('delete');
  const remove = useDeleteList();
  const persons = t('peopleLists.persons', { count: list.persons });
  const ask = async () => {
    const question = {
      title: t('peopleLists.deleteTitle', { name: list.name }),
      text: t('peopleLists.deleteText'),
      action: t('common.delete'),
    };
    if (!(await confirm(question))) return;
    remove.mutate(list.id, {
      onSuccess: () => notifyDone(t('peopleLists.deleted')),
      onError: (error) => notifyProblem(error, t),
    });
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to="/people/persons" search={{ list: list.id } as never}>
          {list.name}
        </Anchor>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {persons}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{persons}</Table.Td>
      <Table.Td visibleFrom="sm">
        <Time at={list.created_at} />
      </Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={`${t('peopleLists.rename')}: ${list.name}`}
            onClick={onRename}
          >
            {t('peopleLists.rename')}
          </Button>
          {mayDelete && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              aria-label={`${t('common.delete')}: ${list.name}`}
              onClick={() => void ask()}
            >
              {t('common.delete')}
            </Button>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

type NamingProps = { kind: PeopleListKind; list: PeopleList | 'new'; onClose: () => void };

function Naming({ kind, list, onClose }: NamingProps) {
  const { t } = useTranslation();
  const create = useCreatePeopleList();
  const rename = useRenameList();
  const [name, setName] = useState(list === 'new' ? '' : list.name);
  const submit = () => {
    const fresh = name.trim();
    if (!fresh) return;
    if (list === 'new') create.mutate({ kind, name: fresh }, { onSuccess: onClose });
    else rename.mutate({ id: list.id, name: fresh }, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={list === 'new' ? t(`peopleLists.new.${kind}`) : t('peopleLists.rename')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t('peopleLists.name')}
            description={t('peopleLists.nameHelp')}
            data-autofocus
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ProblemView error={create.error ?? rename.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={!name.trim()} loading={create.isPending || rename.isPending}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
