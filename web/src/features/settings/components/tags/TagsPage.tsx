import { ActionIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconEdit, IconMerge, IconTag, IconTrash } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { StatusDot } from '@/components/status/StatusDot';
import type { Tag } from '@/lib/api/types';
import { tagsQuery } from '@/lib/requests/tags';
import { useDeleteTag, useTagUsage } from '../../api/tags';
import classes from '../statuses/Statuses.module.css';
import { MergeTag } from './MergeTag';
import { TagDrawer } from './TagDrawer';

/** The tags, how many cases have each, and what can be done with them. */
export function TagsPage() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const found = useQuery(tagsQuery);
  const usage = useTagUsage().data;
  const remove = useDeleteTag();
  const [edited, setEdited] = useState<Tag | null>(null);
  const [merged, setMerged] = useState<Tag | null>(null);
  const tags = found.data ?? [];
  const count = (tag: Tag) => usage?.get(tag.id) ?? 0;
  const ask = async (tag: Tag) => {
    const title = t('confirm.deleteNamed', { name: tag.name });
    const text = t('tags.deleteHint', { count: count(tag) });
    if (!(await confirm({ title, text, action: t('common.delete') }))) return;
    remove.mutate(tag.id, {
      onSuccess: () => notifyDone(t('tags.deleted')),
      onError: (error) => notifyProblem(error, t),
    });
  };
  return (
    <Page title={t('tags.title')} help={t('help.tags')} lead={t('tags.lead')}>
      {found.isPending && <LoadingRows rows={5} height={44} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && (
        <EmptyState icon={IconTag} title={t('tags.emptyTitle')} hint={t('tags.emptyHint')} />
      )}
      {tags.length > 0 && (
        <div className={classes.groups}>
          <ul className={classes.words}>
            {tags.map((tag) => (
              <li key={tag.id} className={classes.word}>
                <span className={classes.name}>
                  <StatusDot tone="busy" colour={tag.colour}>
                    {tag.name}
                  </StatusDot>
                  {usage && <span className={classes.about}>{t('tags.cases', { count: count(tag) })}</span>}
                </span>
                <ActionIcon aria-label={`${t('common.edit')}: ${tag.name}`} onClick={() => setEdited(tag)}>
                  <IconEdit size={16} />
                </ActionIcon>
                <ActionIcon
                  disabled={tags.length < 2}
                  aria-label={`${t('tags.merge')}: ${tag.name}`}
                  title={t('tags.merge')}
                  onClick={() => setMerged(tag)}
                >
                  <IconMerge size={16} />
                </ActionIcon>
                <ActionIcon aria-label={`${t('common.delete')}: ${tag.name}`} onClick={() => void ask(tag)}>
                  <IconTrash size={16} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        </div>
      )}
      {edited && <TagDrawer key={edited.id} tag={edited} onClose={() => setEdited(null)} />}
      {merged && (
        <MergeTag
          key={merged.id}
          tag={merged}
          cases={count(merged)}
          others={tags.filter(({ id }) => id !== merged.id)}
          onClose={() => setMerged(null)}
        />
      )}
    </Page>
  );
}
