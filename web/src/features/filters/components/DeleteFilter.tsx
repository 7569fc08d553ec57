import { useTranslation } from 'react-i18next';
import { DeleteButton } from '@/components/delete-button/DeleteButton';
import type { Filter } from '@/lib/api/types';
import { useDeleteFilter } from '../api/delete-filter';

/** Deletes the filter that is open. */
export function DeleteFilter({ filter, onGone }: { filter: Filter; onGone: () => void }) {
  const { t } = useTranslation();
  return (
    <DeleteButton
      id={filter.id}
      question={t('confirm.deleteNamed', { name: filter.name })}
      hint={t('confirm.cannotUndo')}
      done={t('filters.deleted')}
      remove={useDeleteFilter()}
      onGone={onGone}
    />
  );
}
