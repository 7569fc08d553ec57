import { useTranslation } from 'react-i18next';
import { RightAddress } from '@/components/address/RightAddress';
import { notifyDone } from '@/components/problem/notify';
import type { Case } from '@/lib/api/types';
import { type Place, useRewrite } from '../api/sent-message';
import type { Mode } from '../draft';

type Props = {
  shown: Case;
  place: Place;
  /** What stands in the case in its place by now: it may have been corrected before. */
  now: string;
  recipient: string;
  /** Where he has moved to, as the words of a server say. */
  proposed: string | null;
  /** Whether he has left: whoever is written to instead is somebody else. */
  left: boolean;
  /** Whether he had a blind copy: he takes no part in the case. */
  blind: boolean;
  onClose: () => void;
  onWrite: (mode: Mode) => void;
};

/** The right address of somebody whom a mail did not reach, and whether it is his from now on. */
export function CorrectAddress({ shown, place, now, recipient, proposed, left, blind, ...props }: Props) {
  const { onClose, onWrite } = props;
  const { t } = useTranslation();
  const rewrite = useRewrite();
  const isNow = (address: string) => address.toLowerCase() === now.toLowerCase();
  const save = (address: string, lasting: boolean) => {
    rewrite.mutate(
      { ...place, correction: { address, lasting } },
      {
        onSuccess: ({ mode }) => {
          if (mode !== 'new') onWrite(mode);
          notifyDone(t('failure.rewritten'));
          onClose();
        },
      },
    );
  };
  return (
    <RightAddress
      title={t('failure.rewrite')}
      before={recipient}
      proposed={left ? null : proposed}
      hint={t('failure.addressHint')}
      action={t('failure.write')}
      choice={{
        label: t('failure.lasting', { address: now }),
        hint: t(blind ? 'failure.lastingBlindHint' : 'failure.lastingHint'),
        otherwise: t(blind ? 'failure.onceBlindHint' : 'failure.onceHint', { address: now }),
        made: !left,
      }}
      of={{
        person: isNow(shown.customer_address) ? shown.person_id : undefined,
        participants: shown.participants.filter((one) => !isNow(one.address)),
      }}
      pending={rewrite.isPending}
      error={rewrite.error}
      onSave={save}
      onClose={onClose}
    />
  );
}
