import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconRestore } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { ThrownAway } from '@/components/states/ThrownAway';
import { Time } from '@/components/time/Time';
import type { TemplateSummary } from '@/lib/api/types';
import { useRestoreTemplate } from '../api/restore-template';
import classes from './TemplatesPage.module.css';

/** Deleted templates, each with the way back. */
export function TemplateBin({ templates }: { templates: TemplateSummary[] }) {
  const { t } = useTranslation();
  const restore = useRestoreTemplate();
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
            <ThrownAway bin="queues" since={template.deleted_at} />
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
