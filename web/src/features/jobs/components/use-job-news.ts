// Tells when a job of this user is over, wherever he is in the application.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/components/problem/notify';
import { notifyWithUndo } from '@/components/problem/UndoNotice';
import type { Job } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { endOf } from '../end-of';
import { useUndoJob } from './use-undo-job';

/** What a job may have changed. */
const SHOWN = [
  'intake',
  'blocked',
  'outbox',
  'cases',
  'summary',
  'blocked-addresses',
  'persons',
  'companies',
  'people-lists',
];

export function useJobNews(jobs: Job[]): void {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const [undo] = useUndoJob();
  const running = useRef(new Set<string>());
  useEffect(() => {
    for (const job of jobs) {
      if (job.finished_at === null) running.current.add(job.id);
      else if (running.current.delete(job.id)) {
        const when = job.planned_at ? format.full(job.planned_at) : '';
        const figures = { when, done: format.count(job.done), total: format.count(job.total) };
        const text = t(endOf(job), figures);
        const message = `${t(`jobs.kind.${job.kind}`)}: ${text}`;
        if (job.can_undo) notifyWithUndo({ message, label: t('jobs.undo'), onUndo: () => void undo(job.id) });
        else notifyDone(message);
        for (const key of SHOWN) void client.invalidateQueries({ queryKey: [key] });
        // Mails that were taken back are drafts; what is written at this moment stays as it is.
        void client.invalidateQueries({ queryKey: ['drafts', 'all'] });
      }
    }
  }, [jobs, t, format, client, undo]);
}
