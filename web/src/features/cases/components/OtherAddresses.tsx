import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { otherAddresses } from '@/lib/mail/other-addresses';
import { useFoundPersons } from '@/lib/requests/find-persons';
import type { Place } from '../api/sent-message';
import type { Mode } from '../draft';
import { useRewriting } from '../use-rewriting';

type Props = {
  place: Place;
  /** Whom the mail did not reach: the customer of the case, or anybody else who was written to. */
  recipient: string;
  onWrite: (mode: Mode) => void;
};

/** The other addresses of whom a mail did not reach, as ways to write it again. */
export function OtherAddresses({ place, recipient, onWrite }: Props) {
  const { t } = useTranslation();
  const { rewrite, write } = useRewriting(place, onWrite);
  const people = useFoundPersons(recipient).data ?? [];
  return otherAddresses(people, recipient).map((address) => (
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
