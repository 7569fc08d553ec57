import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconTag } from '@/components/icons';
import { Page } from '@/components/page/Page';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { EmptyState } from '@/components/states/EmptyState';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Category } from '@/lib/api/types';
import { categoriesQuery } from '@/lib/requests/categories';
import { useDeleteCategory } from '../../api/delete-category';
import { useSaveCategory } from '../../api/save-category';
import { CategoryDrawer } from './CategoryDrawer';
import { WordList } from './WordList';

/** The categories, in their order. */
export function CategoriesPage() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const found = useQuery(categoriesQuery);
  const save = useSaveCategory();
  const remove = useDeleteCategory();
  const words = found.data ?? [];
  const [open, setOpen] = useState<string | null>(null);
  const opened = words.find((word) => word.id === open);
  const refused = { onError: (error: unknown) => notifyProblem(error, t) };
  const said = (message: string, done?: () => void) => ({
    onSuccess: () => {
      notifyDone(message);
      done?.();
    },
  });
  const ask = async (word: Category) => {
    const title = t('confirm.deleteNamed', { name: word.name });
    if (!(await confirm({ title, text: t('categories.deleteHint'), action: t('common.delete') }))) return;
    remove.mutate(word.id, { ...said(t('categories.deleted')), ...refused });
  };
  return (
    <Page title={t('categories.title')} help={t('help.categories')} lead={t('categories.lead')}>
      {found.isPending && <LoadingRows rows={4} height={44} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && (
        <WordList
          words={words}
          empty={
            <EmptyState icon={IconTag} title={t('categories.emptyTitle')} hint={t('categories.emptyHint')} />
          }
          nameLabel={t('categories.name')}
          newLabel={t('categories.new')}
          saving={save.isPending}
          error={save.error}
          onCreate={(name, done) => save.mutate({ name }, said(t('categories.created'), done))}
          onRename={({ id }, name, done) => save.mutate({ id, name }, said(t('categories.saved'), done))}
          onDelete={(word) => void ask(word)}
          onSwap={(word, other) =>
            save.mutate({ id: word.id, name: word.name, position: other.position }, refused)
          }
          onOpen={(word) => setOpen(word.id)}
          about={(word) =>
            [
              t('categories.memberCount', { count: word.member_ids.length }),
              t(`assignment.${word.assignment}`),
            ].join(' · ')
          }
        />
      )}
      {opened && <CategoryDrawer key={opened.id} category={opened} onClose={() => setOpen(null)} />}
    </Page>
  );
}
