// Short messages about what was done, read aloud by screen readers (the notification is an alert).
import { notifications } from '@mantine/notifications';
import type { TFunction } from 'i18next';
import type { BulkOutcome } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { problemSentence } from './problem-text';

/** It worked. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'green', autoClose: 4000 });
}

/** It worked, but for something that he should know. */
export function notifyNote(message: string): void {
  notifications.show({ message, color: 'yellow', autoClose: 9000 });
}

/** It did not, and why. */
export function notifyProblem(error: unknown, t: TFunction): void {
  notifications.show({
    title: t('problem.title'),
    message: problemSentence(error, t),
    color: 'red',
    autoClose: 9000,
  });
}

/** What a bulk action did, and each reason why it left rows out, once. */
export function notifyBulk(outcome: BulkOutcome, done: (count: number) => string, t: TFunction): void {
  if (outcome.done > 0) notifyDone(done(outcome.done));
  if (outcome.failed.length === 0) return;
  const reasons = new Set(outcome.failed.map(({ code, detail }) => textOf(`problem.${code}`) ?? detail));
  notifications.show({
    title: t('bulk.failed', { count: outcome.failed.length }),
    message: [...reasons].join(' '),
    color: 'red',
    autoClose: 9000,
  });
}
