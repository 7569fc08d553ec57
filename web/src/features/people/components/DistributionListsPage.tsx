import { Anchor, Button, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconPlus, IconUsers } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { Time } from '@/components/time/Time';
import type { DistributionList } from '@/lib/api/types';
import { useDistributionLists } from '@/lib/requests/distribution-lists';
import { DistributionListDrawer } from './DistributionListDrawer';
import classes from './PeopleTables.module.css';

/** Named sets of recipients, which a mail is sent to at once. */
export function DistributionListsPage() {
  const { t } = useTranslation();
  const found = useDistributionLists();
  const [open, setOpen] = useState<DistributionList | 'new'>();
  const make = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
      {t('distributionLists.new')}
    </Button>
  );
  return (
    <Page
      title={t('distributionLists.title')}
      help={t('distributionLists.help')}
      lead={t('distributionLists.lead')}
      actions={make}
    >
      {found.isPending && <LoadingRows rows={4} height={44} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && (
        <EmptyState
          icon={IconUsers}
          title={t('distributionLists.emptyTitle')}
          hint={t('distributionLists.emptyHint')}
        />
      )}
      {found.data && found.data.length > 0 && (
        <Table.ScrollContainer minWidth={320} className={classes.panel}>
          <Table horizontalSpacing="md" aria-label={t('distributionLists.title')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('distributionLists.name')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('distributionLists.inIt')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('distributionLists.use')}</Table.Th>
                <Table.Th visibleFrom="sm">{t('distributionLists.changed')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.data.map((list) => (
                <Row key={list.id} list={list} onOpen={() => setOpen(list)} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {open && (
        <DistributionListDrawer
          key={open === 'new' ? 'new' : open.id}
          list={open === 'new' ? undefined : open}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Page>
  );
}

function Row({ list, onOpen }: { list: DistributionList; onOpen: () => void }) {
  const { t } = useTranslation();
  const members = t('distributionLists.members', { count: list.members });
  const use = list.shared ? t('distributionLists.everybody') : t('distributionLists.mineAlone');
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component="button" type="button" onClick={onOpen}>
          {list.name}
        </Anchor>
        {list.description && (
          <Text size="xs" c="dimmed">
            {list.description}
          </Text>
        )}
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {members} · {use}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{members}</Table.Td>
      <Table.Td visibleFrom="sm">{use}</Table.Td>
      <Table.Td visibleFrom="sm">
        <Time at={list.updated_at} />
      </Table.Td>
    </Table.Tr>
  );
}
