import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NewAddress } from '@/components/address/NewAddress';
import { RightAddress } from '@/components/address/RightAddress';
import { SetFormer } from '@/components/address/SetFormer';
import { IconEdit } from '@/components/icons';
import type { SentDetail } from '@/lib/api/types';
import { otherAddresses } from '@/lib/mail/other-addresses';
import { useFoundPersons } from '@/lib/requests/find-persons';
import { useReaddress } from '../use-write-anew';

const isSame = (one: string | null, other: string) => one?.toLowerCase() === other.toLowerCase();

/** What helps a mail whose address was wrong: the right one, or another address of the person. */
export function SentCures({ mail }: { mail: SentDetail }) {
  const { t } = useTranslation();
  const [corrects, setCorrects] = useState(false);
  const readdress = useReaddress(mail);
  const unreachable = mail.deliveries.filter(({ state, unasked }) => state === 'failed' && !unasked);
  const [failed] = unreachable;
  const unreached = failed?.recipient;
  const moved = failed?.meaning?.new_address;
  const left = failed?.meaning?.left ?? false;
  const people = useFoundPersons(unreached ?? '').data ?? [];
  if (mail.state !== 'failed' || mail.sent_anew || !unreached) return null;
  // Of several nobody says here whose address it is; in the case each has an entry.
  const lasts = mail.message !== null && unreachable.length === 1;
  // He takes no part in the case, and nobody sees him there.
  const isShown = [...mail.to, ...mail.cc].some((one) => isSame(one.address, unreached));
  const blind = !isShown && mail.bcc.some((address) => isSame(address, unreached));
  return (
    <>
      <NewAddress
        address={moved}
        isOther={left}
        loading={readdress.isPending}
        onWrite={(address) => void readdress.begin(address)}
      />
      <Button
        variant={moved ? 'default' : undefined}
        leftSection={<IconEdit size={16} />}
        onClick={() => setCorrects(true)}
      >
        {t('failure.rewrite')}
      </Button>
      {otherAddresses(people, unreached).map((address) => (
        <Button
          key={address}
          variant="default"
          loading={readdress.isPending}
          onClick={() => void readdress.begin(address)}
        >
          {t('failure.toOther', { address })}
        </Button>
      ))}
      {left && <SetFormer address={unreached} />}
      {corrects && (
        <RightAddress
          title={t('failure.rewrite')}
          before={unreached}
          proposed={left ? null : moved}
          hint={t('failure.addressHint')}
          action={t('failure.write')}
          choice={
            lasts
              ? {
                  label: t('failure.lasting', { address: unreached }),
                  hint: t(blind ? 'failure.lastingBlindHint' : 'failure.lastingHint'),
                  otherwise: t(blind ? 'failure.onceBlindHint' : 'failure.onceHint', { address: unreached }),
                  made: !left,
                }
              : undefined
          }
          pending={readdress.isPending}
          onClose={() => setCorrects(false)}
          onSave={(address, lasting) => void readdress.begin(address, lasting)}
        />
      )}
    </>
  );
}
