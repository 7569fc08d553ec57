import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconEdit, IconRefresh } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { useFormat } from '@/lib/format/use-format';
import { blockCause } from '@/lib/mail/block-cause';
import { checkNow } from '@/lib/requests/addresses';
import { type Place, useSendMessageAgain } from '../api/sent-message';

type CureProps = { variant: 'default' | undefined; onClick: () => void; children: ReactNode };

/** What helps a mail that did not arrive; the one that fits stands out. */
export function Cure({ variant, onClick, children }: CureProps) {
  return (
    <Button variant={variant} size="compact-sm" leftSection={<IconEdit size={15} />} onClick={onClick}>
      {children}
    </Button>
  );
}

type Props = {
  place: Place;
  recipient: string;
  variant: 'default' | undefined;
};

/** The same mail to the same address once more. Nobody passes a block without knowing of it. */
export function TryAgain({ place, recipient, variant }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const again = useSendMessageAgain();
  const [asks, setAsks] = useState(false);
  const mayGo = async () => {
    const blocked = (await checkNow(recipient))?.blocked;
    if (blocked?.scope !== 'all' || blocked.trial) return true;
    const [when, cause] = [format.day(blocked.at), blockCause(blocked)];
    return confirm({
      title: t('failure.passTitle', { recipient }),
      text: `${t('failure.passBlock', { recipient, when, cause })} ${t('failure.passText')}`,
      action: t('failure.passAction'),
    });
  };
  const send = async () => {
    setAsks(true);
    try {
      if (!(await mayGo())) return;
      await again.mutateAsync(place);
      notifyDone(t('failure.again'));
    } catch (error) {
      notifyProblem(error, t);
    } finally {
      setAsks(false);
    }
  };
  return (
    <Button
      size="compact-sm"
      variant={variant}
      leftSection={<IconRefresh size={15} />}
      loading={asks}
      onClick={() => void send()}
    >
      {t('failure.tryAgain')}
    </Button>
  );
}
