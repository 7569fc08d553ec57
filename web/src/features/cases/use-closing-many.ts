// Closing the form of mails to many: nothing is lost that its author would not lose, and he is told what is kept when it is.
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { waitsFor } from '@/components/files/use-files';
import { notifyDone, notifyNote } from '@/components/problem/notify';
import type { useNewWriting } from './use-new-draft';

/** How long what was typed last keeps a form open that is to be closed. */
const KEEP_MS = 3_000;

type Form = {
  /** Whether more stands there than a template that was only chosen, which is no draft. */
  isDraft: boolean;
  /** Whether it is on its way: what becomes of it is said here. */
  isSending: boolean;
};

/** Whether it may be closed, by its author where something would be lost. */
export function useClosingMany(writing: ReturnType<typeof useNewWriting>, { isDraft, isSending }: Form) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const ask = (text: string) =>
    confirm({ title: t('bulkMail.closeTitle'), text, action: t('bulkMail.closeAnyway') });
  return async (): Promise<boolean> => {
    if (isSending) {
      notifyNote(t('bulkMail.closeSending'));
      return false;
    }
    if (!isDraft) return true;
    const isWaiting = waitsFor(writing.files.files) !== undefined;
    // What was written here last is kept beside what was written elsewhere, as the notice says.
    if (writing.ended === 'changed' && !isWaiting) return true;
    if (writing.ended) return ask(t('bulkMail.closeEnded'));
    if (isWaiting || !(await within(writing.keepNow(), KEEP_MS))) {
      return ask(t('bulkMail.closeText'));
    }
    notifyDone(t('bulkMail.kept'));
    return true;
  };
}

/** What it comes to, or `false` where that takes longer. */
async function within(wanted: Promise<boolean>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([wanted, late]);
  } finally {
    clearTimeout(timer);
  }
}
