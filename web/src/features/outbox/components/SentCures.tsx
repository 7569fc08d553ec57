import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NewAddress } from '@/components/address/NewAddress';
import { RightAddress } from '@/components/address/RightAddress';
import { SetFormer } from '@/components/address/SetFormer';
import { IconEdit } from '@/components/icons';
import type { SentDetail } from '@/lib/api/types';
import { useFoundPersons } from '@/lib/requests/find-persons';
import { otherAddresses } from '../other-addresses';
import { useReaddress } from '../use-write-anew';

/** What helps a mail whose address was wrong: the right one, or another address of the person. */
export function SentCures({ mail }: { mail: SentDetail }) {
  const { t } = useTranslation();
  const [corrects, setCorrects] = useState(false);
  const readdress = useReaddress(mail);
  const failed = mail.deliveries.find(({ state }) => state === 'failed');
  const unreached = failed?.recipient;
  const moved = failed?.meaning?.new_address;
  const left = failed?.meaning?.left ?? false;
  const people = useFoundPersons(unreached ?? '').data ?? [];
  if (mail.state !== 'failed' || !unreached) return null;
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
          pending={readdress.isPending}
          onClose={() => setCorrects(false)}
          onSave={(address) => void readdress.begin(address)}
        />
      )}
    </>
  );
}
