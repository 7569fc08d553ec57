import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Case } from '@/lib/api/types';
import { useOtherAddresses } from '../api/other-addresses';
import type { Place } from '../api/sent-message';
import type { Mode } from '../draft';
import { useRewriting } from '../use-rewriting';

type Props = {
  shown: Case;
  place: Place;
  /** Whom the mail did not reach. */
  recipient: string;
  onWrite: (mode: Mode) => void;
};

/** The other addresses of whom a mail did not reach, as ways to write it again. */
export function OtherAddresses({ shown, place, recipient, onWrite }: Props) {
  const { t } = useTranslation();
  const { rewrite, write } = useRewriting(place, onWrite);
  const others = useOtherAddresses(shown.person_id, recipient);
  return others.map((address) => (
    <Button
      key={address}
      size="compact-sm"
      variant="default"
      loading={rewrite.isPending && rewrite.variables?.correction.address === address}
      onClick={() => write(address)}
    >
      {t('failure.toOther', { address })}
    </Button>
  ));
}
