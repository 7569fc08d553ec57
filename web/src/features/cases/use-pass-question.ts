import { useTranslation } from 'react-i18next';
import { useCauseWords } from '@/components/address/use-cause-words';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { useFormat } from '@/lib/format/use-format';
import { checkNow } from '@/lib/requests/addresses';

/** Asks before a mail goes again to blocked addresses, with why they are blocked: nobody passes a block without knowing of it. */
export function usePassQuestion(): (recipients: string[]) => Promise<boolean> {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const causeOf = useCauseWords();
  return async (recipients) => {
    const stopped = (await checkNow(recipients)).flatMap(({ input, blocked }) =>
      blocked?.scope === 'all' && !blocked.trial ? [{ recipient: input, blocked }] : [],
    );
    const [first] = stopped;
    if (!first) return true;
    const why = stopped
      .slice(0, 3)
      .map(({ recipient, blocked }) =>
        t('failure.passBlock', { recipient, when: format.day(blocked.at), cause: causeOf(blocked) }),
      );
    const { recipient } = first;
    return confirm({
      title:
        stopped.length === 1
          ? t('failure.passTitle', { recipient })
          : t('failure.passMany', { count: stopped.length }),
      text: [...why, t('failure.passText')].join(' '),
      action: t('failure.passAction'),
    });
  };
}
