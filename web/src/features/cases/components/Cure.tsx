import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconEdit, IconRefresh } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { type Place, useSendMessageAgain } from '../api/sent-message';
import { usePassQuestion } from '../use-pass-question';

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
  const mayGo = usePassQuestion();
  const again = useSendMessageAgain();
  const [asks, setAsks] = useState(false);
  const send = async () => {
    setAsks(true);
    try {
      if (!(await mayGo([recipient]))) return;
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
