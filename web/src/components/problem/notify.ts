// Short messages about what was done, read aloud by screen readers (the notification is an alert).
import { notifications } from '@mantine/notifications';
import type { TFunction } from 'i18next';
import { problemSentence } from './problem-text';

/** It worked. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'green', autoClose: 4000 });
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
