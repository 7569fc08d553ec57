// Takes a mail back, and says where it lies afterwards. Works also when the case is no longer on the screen.
import { useTranslation } from 'react-i18next';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { useTakeBack } from './api/sent-message';
import { goToBox } from './keep-focus';

export function useUndo() {
  const { t } = useTranslation();
  const { mutateAsync } = useTakeBack();
  return (id: string, mid: string) =>
    void mutateAsync({ id, mid }).then(
      () => {
        notifyDone(t('reply.takenBack'));
        goToBox();
      },
      (error: unknown) => notifyProblem(error, t),
    );
}
