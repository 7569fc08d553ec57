import { useTranslation } from 'react-i18next';
import { RightAddress } from '@/components/address/RightAddress';
import { notifyDone } from '@/components/problem/notify';
import type { Case } from '@/lib/api/types';
import { type Place, useRewrite } from '../api/sent-message';
import type { Mode } from '../draft';

type Props = {
  shown: Case;
  place: Place;
  recipient: string;
  /** Where he has moved to, as the words of a server say. */
  proposed: string | null;
  onClose: () => void;
  onWrite: (mode: Mode) => void;
};

/** The right address of somebody whom a mail did not reach, and whether it is the customer's from now on. */
export function CorrectAddress({ shown, place, recipient, proposed, onClose, onWrite }: Props) {
  const { t } = useTranslation();
  const rewrite = useRewrite();
  const isCustomer = shown.customer_address.toLowerCase() === recipient.toLowerCase();
  const save = (address: string, keeps: boolean) => {
    const of_customer = isCustomer && keeps && address !== recipient;
    rewrite.mutate(
      { ...place, correction: { address, of_customer } },
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
      proposed={proposed}
      hint={t('failure.addressHint')}
      action={t('failure.write')}
      choice={
        isCustomer
          ? { label: t('failure.ofCustomer'), hint: t('failure.ofCustomerHint'), made: true }
          : undefined
      }
      pending={rewrite.isPending}
      error={rewrite.error}
      onSave={save}
      onClose={onClose}
    />
  );
}
