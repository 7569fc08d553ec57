import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '../confirm/ConfirmProvider';

/** Asks before a page is left whose form would lose something; closing the window asks in the browser's words. */
export function useLeaveQuestion(changed: boolean): void {
  const { t } = useTranslation();
  const confirm = useConfirm();
  useBlocker({
    shouldBlockFn: async () => {
      if (!changed) return false;
      const leaves = await confirm({
        title: t('confirm.discardTitle'),
        text: t('confirm.discardText'),
        action: t('confirm.discard'),
      });
      return !leaves;
    },
    enableBeforeUnload: changed,
  });
}
