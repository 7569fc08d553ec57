import { useTranslation } from 'react-i18next';
import { DeleteButton } from '@/components/delete-button/DeleteButton';
import type { Template } from '@/lib/api/types';
import { useBinDays } from '@/lib/requests/bins';
import { useDeleteTemplate } from '../api/delete-template';

/** Puts a template into the bin. */
export function DeleteTemplate({ template, onGone }: { template: Template; onGone: () => void }) {
  const { t } = useTranslation();
  const days = useBinDays('queues');
  return (
    <DeleteButton
      id={template.id}
      question={t('confirm.deleteNamed', { name: template.name })}
      hint={days === undefined ? undefined : t('confirm.bin', { count: days })}
      done={t('templates.deleted')}
      remove={useDeleteTemplate()}
      onGone={onGone}
    />
  );
}
