import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconRestore } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { Time } from '@/components/time/Time';
import type { TemplateSummary } from '@/lib/api/types';
import { useBinDays } from '@/lib/requests/bins';
import { useRestoreTemplate } from '../api/restore-template';
import classes from './TemplatesPage.module.css';

/** Deleted templates, each with the way back. */
export function TemplateBin({ templates }: { templates: TemplateSummary[] }) {
  const { t } = useTranslation();
  const restore = useRestoreTemplate();
  const days = useBinDays('queues');
  const take = (id: string) =>
    restore.mutate(id, {
      onSuccess: () => notifyDone(t('templates.restored')),
      onError: (error) => notifyProblem(error, t),
    });
  return (
    <ul className={classes.templates}>
      {templates.map((template) => (
        <li key={template.id} className={classes.binned}>
          <span className={classes.about}>
            <strong className={classes.name}>{template.name}</strong>
            <span>
              {t('templates.binned')} <Time at={template.deleted_at} as="full" />
            </span>
            {template.deleted_at && days !== undefined && (
              <span>
                {t('templates.goneOn')} <Time at={goneAt(template.deleted_at, days)} as="full" />
              </span>
            )}
          </span>
          <Button
            variant="light"
            leftSection={<IconRestore size={16} />}
            aria-label={`${t('common.restore')}: ${template.name}`}
            loading={restore.isPending && restore.variables === template.id}
            onClick={() => take(template.id)}
          >
            {t('common.restore')}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** When what was thrown away then is removed for good. */
function goneAt(deletedAt: string, days: number): string {
  return new Date(Date.parse(deletedAt) + days * 86_400_000).toISOString();
}
