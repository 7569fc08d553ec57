// Short messages about what was done, read aloud by screen readers (the notification is an alert).
import { notifications } from '@mantine/notifications';
import type { TFunction } from 'i18next';
import type { BulkOutcome } from '@/lib/api/types';
import { few } from '@/lib/i18n/few';
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

/** What a row is called, by its id. */
type NameOf = (id: string) => string | undefined;

/** What a bulk action did, and for each reason why it left rows out which, where they have names, else how many. */
export function notifyBulk(
  outcome: BulkOutcome,
  done: (count: number) => string,
  t: TFunction,
  nameOf?: NameOf,
): void {
  if (outcome.done > 0) notifyDone(done(outcome.done));
  if (outcome.failed.length === 0) return;
  const reasons = new Map<string, string[]>();
  for (const { id, code, detail } of outcome.failed) {
    const why = textOf(`problem.${code}`) ?? detail;
    reasons.set(why, [...(reasons.get(why) ?? []), id]);
  }
  const line = ([why, ids]: [string, string[]]) => {
    const named = nameOf && whichOf(ids, nameOf, t);
    return named ? `${named}: ${why}` : reasons.size > 1 ? `${ids.length}: ${why}` : why;
  };
  notifications.show({
    title: t('bulk.failed', { count: outcome.failed.length }),
    message: [...reasons].map(line).join('\n'),
    color: 'red',
    autoClose: 9000,
    styles: { description: { whiteSpace: 'pre-line' } },
  });
}

/** The first rows by name, and how many more there are; nothing where none has one. */
function whichOf(ids: string[], nameOf: NameOf, t: TFunction): string {
  const names = ids.flatMap((id) => nameOf(id) ?? []);
  return names.length > 0 ? few(names, t, ids.length) : '';
}
